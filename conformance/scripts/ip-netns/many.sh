# Ten namespaces around one, by a loop.
ip netns add hub
for i in 0 1 2 3 4 5 6 7 8 9; do
  ip netns add n$i
  ip link add h$i netns hub index 10$i type veth peer name eth0 netns n$i
  ip -n hub addr add 10.1.$i.1/30 dev h$i; ip -n n$i addr add 10.1.$i.2/30 dev eth0
  ip -n hub link set h$i up; ip -n n$i link set eth0 up
  ip -n n$i route add default via 10.1.$i.1
done
ip netns exec hub sysctl -w net.ipv4.ip_forward=1
ip netns | wc -l; ip netns | sort -V | tail -2
ip -n hub route
for i in 1 5 9; do ip netns exec n0 ping -c 1 10.1.$i.2 | sed -n 2p; done
ip -all netns exec ip -4 -br addr | grep -c 10.1
ip -all netns del; ip netns | wc -l
