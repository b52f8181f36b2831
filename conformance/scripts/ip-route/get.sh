# Which route a packet takes.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a link set lo up
ip -n a route add default via 10.0.0.2
ip -n a route add 10.9.0.0/16 via 10.0.0.7 metric 3
ip -n a route get 10.0.0.2
ip -n a route get 10.0.0.1
ip -n a route get 8.8.8.8
ip -n a route get 10.9.1.1
ip -n a route get 127.0.0.1
ip -n a route get 10.0.0.255
ip -n a route get 224.0.0.1
ip -n a route get 255.255.255.255
ip -n a route get 10.0.0.2 from 10.0.0.1
ip -n a route get 10.0.0.2 from 10.0.0.9; echo $?
ip -n a route get 10.0.0.2 from 10.0.0.9 iif veth0; echo $?
ip -n a route get 10.0.0.2 oif lo; echo $?
ip -n a route get 8.8.8.8 oif veth0
ip -n a route get 8.8.8.8 mark 5
ip -n a route get 8.8.8.8 tos 0x10
ip -n a route get 8.8.8.8 fibmatch
ip -n a route get 8.8.8.8 uid 0
ip -n a -j route get 8.8.8.8
ip -n b route get 8.8.8.8; echo $?
ip -n a route get; echo $?
ip -n a route get foo; echo $?
