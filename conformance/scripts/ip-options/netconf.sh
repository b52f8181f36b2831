# the settings of devices as rtnetlink tells them
ip link set lo up; ip link add v0 type veth peer name v1
ip netconf; echo $?
ip -4 netconf show dev v0; echo $?
ip -6 netconf show dev v0; echo $?
ip netconf show dev v0; echo $?
ip -6 netconf; echo $?
ip -4 netconf | head -3
ip -j netconf show dev lo; echo
ip -j -p -6 netconf show dev v1
ip netconf show v0; echo $?
ip netconf list dev all; echo $?
ip netconf dev lo; echo $?
ip netconf show dev; echo $?
ip netconf bogus; echo $?
ip netconf help; echo $?
ip netconf show dev nodev; echo $?
ip netconf l; ip netconf s bogus; echo $?
ip -s netconf show dev lo
ip -o netconf show dev lo
sysctl -qw net.ipv4.conf.v0.rp_filter=2 net.ipv4.conf.v0.forwarding=1; ip netconf show dev v0
