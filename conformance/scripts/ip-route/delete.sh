# Deleting by prefix, by metric, by table, and what is not there.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add 10.1.0.0/16 via 10.0.0.2
ip -n a route add 10.1.0.0/16 via 10.0.0.3 metric 10
ip -n a route add default via 10.0.0.2
ip -n a route add 10.2.0.0/16 via 10.0.0.2 table 7
ip -n a route del 10.1.0.0/16 metric 10; echo $?
ip -n a route
ip -n a route del 10.1.0.0/16 via 10.0.0.9; echo $?
ip -n a route del 10.1.0.0/16; echo $?
ip -n a route del 10.1.0.0/16; echo $?
ip -n a route del default; echo $?
ip -n a route del 10.2.0.0/16; echo $?
ip -n a route del 10.2.0.0/16 table 7; echo $?
ip -n a route del 10.0.0.0/24 dev veth0; echo $?
ip -n a route del; echo $?
ip -n a route del 10.2.0.0/16 table 99; echo $?
ip -n a route
