# Routes in each form.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip -n a route add default via 10.0.0.2
ip -n a route add 10.1.0.0/16 via 10.0.0.2 dev veth0 metric 100
ip -n a route add 10.2.0.0/16 dev veth0 src 10.0.0.1 scope link
ip -n a route add 10.3.0.0/16 via 10.0.0.2 mtu 1400 advmss 1360 window 1000 rtt 100ms
ip -n a route add 10.4.0.0/16 via 10.0.0.2 proto static
ip -n a route add 10.5.0.1 via 10.0.0.2 tos 0x10
ip -n a route
ip -n a -d route
ip -n a -o route
ip -n a -j route
ip -n a -j -p route show default
ip -n a r l
ip -n a route show 10.1.0.0/16
ip -n a route show root 10.0.0.0/8
ip -n a route show match 10.1.2.3
ip -n a route show exact 10.1.0.0/16
ip -n a route show via 10.0.0.2
ip -n a route show dev veth0
ip -n a route show proto static
ip -n a route show proto kernel
ip -n a route show scope link
ip -n a route show type unicast
ip -n a route show src 10.0.0.1
ip -n a route show table main | wc -l
ip -n a route show table 77; echo $?
ip -n a route show table nosuch; echo $?
