# ip token: the interface identifier by hand.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
ip token
ip token set ::1234 dev h0; echo $?
ip token list
ip token get dev h0
ip token
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::)
sleep 2.4
ip -6 -o addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'
echo "- another one"
ip token set ::5:6:7:8 dev h0
sleep 0.3
ip -6 -o addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'
ra 40000000 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::)
sleep 2.4
ip -6 -o addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'
echo "- none, and errors"
ip token del dev h0; echo $?
ip token get dev h0
ip token set 2001:db8::1 dev h0; echo $?
ip token set ::9 dev lo; echo $?
ip token set ::9 dev none; echo $?
ip token set ::9; echo $?
ip token set dev h0; echo $?
ip token get; echo $?
ip token set ::x dev h0; echo $?
ip token help; echo $?
ip token nonsense; echo $?
ip -j token; ip -j token get dev h0
sysctl -qw net.ipv6.conf.h0.autoconf=0; ip token set ::9 dev h0; echo $?
sysctl -qw net.ipv6.conf.h0.autoconf=1 net.ipv6.conf.h0.accept_ra=0; ip token set ::9 dev h0; echo $?
sysctl -qw net.ipv6.conf.h0.accept_ra=1 net.ipv6.conf.h0.router_solicitations=0; ip token set ::9 dev h0; echo $?
