# Words of a peer where a link is changed: it must be there, too. And rules that name lo when its name changes.
t() { "$@"; echo "= $?"; }
ip link add veth0 type veth peer name veth1
t ip link set lo type veth peer; t ip link set veth0 type veth peer; t ip link set veth0 type veth peer mtu 1400
t ip link set veth0 type veth peer nosuch; t ip link set veth0 type veth peer veth1; t ip link set veth0 type veth peer name veth1 mtu 1400
t ip link set veth0 type veth peer name veth2 dev veth1; t ip link set veth0 type veth peer index 7 dev veth1; t ip link set veth0 type veth foo
ip rule add iif lo table 5; ip rule add oif lo table 6; ip -6 rule add iif lo table 5
ip link set lo name loop; ip rule; ip -6 rule
ip link set loop name lo; ip rule; ip -6 rule
