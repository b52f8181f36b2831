# What of the neighbours that somebody else learned goes with the carrier, and with other changes.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip netns add red
run() {
echo "== $*"
ip link add dev veth3 netns red type veth peer name v-b
ip address add 10.0.1.3/32 dev v-b
[ "$1" = up ] && { ip link set v-b up; ip -n red link set veth3 up; sleep 0.3; }
ip neigh replace 10.0.0.4 dev v-b extern_learn
ip neigh replace 10.0.0.5 dev v-b extern_learn lladdr 02:00:00:00:00:99
ip neigh replace 10.0.0.6 dev v-b extern_learn nud noarp
ip neigh replace 10.0.0.7 dev v-b extern_learn nud stale lladdr 02:00:00:00:00:99
ip neigh replace 10.0.0.8 dev v-b extern_learn nud none
ip neigh replace 10.0.0.9 dev v-b nud permanent lladdr 02:00:00:00:00:99
ip neigh replace 10.0.0.10 dev v-b nud none 
ip neigh replace 10.0.0.11 dev v-b nud stale lladdr 02:00:00:00:00:99
ip neigh replace 10.0.0.12 dev v-b extern_learn nud failed
ip neigh replace 10.0.0.13 dev v-b use extern_learn
ip neigh replace 10.0.0.14 dev v-b managed extern_learn
ip neigh show dev v-b nud all | grep -v ff02 | sort -V; echo
eval "$2"; sleep 1.5
ip neigh show dev v-b nud all| grep -v ff02 | sort -V; echo
ip link del v-b; sleep 0.1
}
run down "ip link set v-b up"
run down "ip link set v-b up; ip -n red link set veth3 up; sleep 0.2;  ip -n red link set veth3 down"
run up "ip -n red link set veth3 down"
run up "ip link set v-b down"
run up "ip link set v-b address 02:00:00:00:00:55"
run up "ip link set v-b arp off"
run up "ip link set v-b netns red; ip link set v-b netns 1"
run up "ip addr del 10.0.1.3/32 dev v-b"
# of a group of devices each one says that it changed
ip link add dev veth3 netns red type veth peer name v-b
ip neigh replace 10.0.0.6 extern_learn dev v-b lladdr 02:00:00:00:00:77 nud stale
ip neigh replace 10.0.0.5 extern_learn dev v-b lladdr 02:00:00:00:00:77
ip link set group 0 up; sleep 0.2
ip neigh show nud all | grep -v ff02 | sort -V
