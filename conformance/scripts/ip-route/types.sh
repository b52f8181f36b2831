# unreachable, prohibit, blackhole, throw, local, broadcast: listed and tried.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a link set lo up
ip -n a route add unreachable 10.1.0.0/16
ip -n a route add prohibit 10.2.0.0/16
ip -n a route add blackhole 10.3.0.0/16
ip -n a route add throw 10.4.0.0/16
ip -n a route add local 10.5.0.0/16 dev lo
ip -n a route add broadcast 10.6.0.255 dev veth0
ip -n a route add nat 10.7.0.0/16; echo $?
ip -n a route
ip -n a route show table local
for i in 1 2 3 4 5; do ip netns exec a ping -c 1 -W 1 -n 10.$i.0.1; echo $?; done
for i in 1 2 3 4 5 6; do ip -n a route get 10.$i.0.255; echo $?; done
