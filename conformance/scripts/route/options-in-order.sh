# What route, arp, ifconfig and hostname say of several options, in the order of the options; route -C changes nothing.
ip link add v0 type veth peer name v1; ip link set v0 up
t() { echo "\$ $*"; "$@" 2>&1 | sed -n 1,3p; echo "[${PIPESTATUS[0]}]"; }
t route -C add 10.1.0.0
t route -C del default
t route -C -6 add fd00::/64 dev v0
t route -C -A inet6 del fd00::/64 
t route -C flush
t route -C foo
t route -C -F add 10.1.0.0/16 dev v0
t route -F add 10.1.0.0/16 dev v0
t route -C
t route -FC
t route -F
t route -F -6
t route -C -6
t route -FC -6
t route -C -n -6
t route -C -e
t route -C -ee
t route -C -n
t route -Z
t route -Z -V
t route -V -Z
t route -h -Z
t route -Z -h
t route -Zx -n
t route --foo -V
t route -x -A foo
t route -x -A inet -n
t route --ver -Z
t route -4 -x -V
t route add -x
t route add -V
t route -A
t route -x -A
t arp -x -V
t hostname -x -V
t hostname -V -x
t hostname -V foo
t hostname -s -x
for p in arp ifconfig hostname; do t $p -Z -V; t $p -V -Z; t $p --foo -V; done
