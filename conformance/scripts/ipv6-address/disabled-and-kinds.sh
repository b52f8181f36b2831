# On a device without IPv6 nothing else is said of an address; with it, of which kinds there can be none.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add v0 type veth peer name w
for d in lo v0; do for a in ff05::1/128 ::/128 ::ffff:1.2.3.4/64 ff02::1/64 ::1/128 ::1.2.3.4/96 fe80::1/64 fd00::1/64 fd00::/64; do echo "== $d $a"; ip addr add $a dev $d; ifconfig $d inet6 add $a; ifconfig $d inet6 add $a; ifconfig $d inet6 del $a;  done; done
sysctl -qw net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0
for d in lo v0; do for a in ff05::1/128 ::/128 ::ffff:1.2.3.4/64 ff02::1/64 ::1/128 ::1.2.3.4/96 fe80::1/64 fd00::1/64 fd00::/64; do echo "== $d $a"; ip addr add $a dev $d; ip addr del $a dev $d; ifconfig $d inet6 add $a; ifconfig $d inet6 add $a; ifconfig $d inet6 del $a;  ifconfig $d inet6 del $a;done; done
t ip addr add ff05::1/64 dev v0 autojoin
t ip addr add ff05::1/64 dev v0 
t ip addr add ff05::1/64 dev v0 valid_lft 0
t ip addr add ff05::1/64 dev v0 peer fd00::1
t ip addr
sysctl -qw net.ipv6.conf.lo.disable_ipv6=1
t ip addr add ff05::1/64 dev lo autojoin
t ip addr add ff05::1/64 dev lo
t ip addr add fd00::1/64 dev lo
t ip addr add fd00::1/64 dev lo mngtmpaddr
t ip addr add fd00::1/65 dev lo mngtmpaddr
t ip addr add ::1/64 dev lo nodad
t ip addr replace ff05::1/64 dev lo
t ip addr change ff05::1/64 dev lo
t ip maddr show dev lo
