# What listeners hear of a change of which only a part was done.

ip tap add veth0 mode tap
ip link set veth0 up
sleep 1.2
ip monitor >> m & sleep 0.3
t() { echo "-- $*" >> m; "$@"; echo "[$?]"; sleep 1.1; }
t ip link set veth0 carrier off
t ip link set veth0 carrier off protodown off
t ip link set veth0 protodown off
t ip link set veth0 txqueuelen 5 protodown off
t ip link set veth0 mtu 1400 protodown off
t ip link set veth0 group 5 protodown off
t ip link set veth0 alias foo protodown off
t ip link set veth0 carrier off txqueuelen 6
t ip link set veth0 state dormant protodown off
t ip link set veth0 mode dormant protodown off
t ip link set veth0 mode dormant carrier off
t ip link set veth0 carrier on group 6
t ip link set veth0 address 02:00:00:00:00:09 carrier on
kill %1; sed 's/link.ether ..:..:..:..:..:../link/' m
