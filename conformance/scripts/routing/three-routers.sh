# A chain, traced.
for i in 0 1 2 3 4; do ip netns add r$i; ip netns exec r$i sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
for i in 0 1 2 3; do
  j=$((i + 1))
  ip link add right netns r$i index 7$i type veth peer name left netns r$j
  ip -n r$i addr add 10.0.$i.1/24 dev right; ip -n r$j addr add 10.0.$i.2/24 dev left
  ip -n r$i link set right up; ip -n r$j link set left up
done
for i in 0 1 2; do for ((k = i + 1; k < 4; k++)); do ip -n r$i route add 10.0.$k.0/24 via 10.0.$i.2; done; done
for i in 2 3 4; do for ((k = i - 2; k >= 0; k--)); do ip -n r$i route add 10.0.$k.0/24 via 10.0.$((i - 1)).1; done; done
ip netns exec r0 ping -c 1 10.0.3.2 | sed -n 2p
ip netns exec r0 traceroute -n -q 1 10.0.3.2
ip -n r2 route
for t in 1 2 3 4; do ip netns exec r0 ping -c 1 -t $t 10.0.3.2 | sed -n 2p; done
