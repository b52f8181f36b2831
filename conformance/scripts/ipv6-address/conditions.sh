# Flags of addresses that have conditions: where an address is made, and where it is changed.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip link add v0 address 02:00:00:00:00:11 type veth peer name v1 address 02:00:00:00:00:12; ip link set v0 up; ip link set v1 up; sysctl -qw net.ipv6.conf.v0.disable_ipv6=0
t() { echo "\$ $*"; "$@"; echo "= $?"; }
t ip addr add fd00::1/48 dev v0 mngtmpaddr
t ip addr add fd00::1/48 dev v0 mngtmpaddr valid_lft 0
t ip addr add fd00::1/48 dev v0 mngtmpaddr valid_lft 10 preferred_lft 20
t ip addr add fd00::1/48 dev lo mngtmpaddr
t ip addr add fd00::1/48 dev v0
t ip addr add fd00::1/48 dev v0 mngtmpaddr
t ip addr change fd00::1/48 dev v0 mngtmpaddr
t ip addr change fd00::1/64 dev v0 mngtmpaddr
t ip addr replace fd00::1/48 dev v0 mngtmpaddr
t ip addr replace fd00::2/48 dev v0 mngtmpaddr
t ip addr change fd00::2/48 dev v0 mngtmpaddr
t ip addr change fd00::2/64 dev v0 mngtmpaddr
t ip addr add fd00::3/64 dev v0
t ip addr change fd00::3/64 dev v0 mngtmpaddr
t ip addr change fd00::3/48 dev v0 mngtmpaddr
t ip addr change fd00::3/48 dev v0 home
t ip addr change fd00::3/48 dev v0 optimistic
t ip addr change fd00::3/64 dev v0 optimistic nodad
t ip addr add fd00::4/64 dev v0 optimistic nodad
t ip addr add fd00::4/64 dev v0 optimistic
t ip addr replace fd00::4/64 dev v0 optimistic
t ip addr change fd00::4/129 dev v0
t ip addr add fd00::1/48 dev nosuch mngtmpaddr
sysctl -qw net.ipv6.conf.v1.disable_ipv6=1
t ip addr add fd00::1/48 dev v1 mngtmpaddr
t ip addr add fd00::1/64 dev v1
t ip addr change fd00::1/64 dev v1
t ip addr add ff02::5/64 dev v0
t ip addr add ff02::5/64 dev v0 autojoin
t ip addr add ::/64 dev v0
t ip addr add ::1/64 dev v0
t ip addr add fe80::1/64 dev lo
t ip addr add fd00::7/64 dev v0 home mngtmpaddr optimistic nodad noprefixroute
t ip -6 addr show dev v0
