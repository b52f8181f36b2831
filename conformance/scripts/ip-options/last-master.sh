# Of several masters the last counts; protocol 0 is no filter.
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02; ip addr add 10.0.0.1/24 dev v0; ip link set v0 up; ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v0
for x in "nomaster" "master v0" "master v0 nomaster" "nomaster master v0" "nomaster nomaster" "nomaster up"; do for c in "link show" "addr show" "neigh show"; do echo "== $c $x"; ip $c $x 2>&1 | sed 's/state [A-Z]*/state X/;s/NO-CARRIER,//'; done; done
for x in "ipproto 0" "ipproto udp" "ipproto ip"; do ip rule list $x; done
