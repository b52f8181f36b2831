# accept_ra 0, 1, 2, with and without forwarding.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
show() { ip -6 route show default | sed 's/expires [0-9]*sec/expires Nsec/'; ip -6 neigh show; ip -6 neigh flush dev h0; }
try() { echo "- accept_ra $1 forwarding $2"; sysctl -qw net.ipv6.conf.h0.forwarding=$2 net.ipv6.conf.h0.accept_ra=$1
  ra 40000708 00000000 00000000 0101 02:00:00:00:00:0b; show; ra 40000000 00000000 00000000 0101 02:00:00:00:00:0b; ip -6 neigh flush dev h0; }
try 0 0; try 1 0; try 2 0; try 0 1; try 1 1; try 2 1
echo "- forwarding switched on takes routes, but not with accept_ra 2"
sysctl -qw net.ipv6.conf.h0.forwarding=0 net.ipv6.conf.h0.accept_ra=1
ra 40000708 00000000 00000000 $(pio 64 c0 3600 1800 2001:db8:1::)
sleep 2.4
ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'
sysctl -w net.ipv6.conf.h0.forwarding=1
ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'
ip -6 -o addr show dev h0 scope global | sed 's/_lft [0-9]*sec/_lft Nsec/g'
sysctl -qw net.ipv6.conf.h0.forwarding=0
ra 40000708 00000000 00000000
sysctl -w net.ipv6.conf.h0.accept_ra=2 net.ipv6.conf.h0.forwarding=1
ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'
sysctl -w net.ipv6.conf.all.forwarding=0
sysctl -w net.ipv6.conf.all.forwarding=1
ip -6 route show | sed 's/expires [0-9]*sec/expires Nsec/'
