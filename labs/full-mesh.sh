# N namespaces, each connected to each other by a veth pair of its own: N·(N-1)/2 pairs. Usage: full-mesh.sh [N]
n=${1:-3}

for ((i = 0; i < n; i++)); do
  ip netns add ns$i
  ip -n ns$i link set lo up
done

pairs=0
for ((i = 0; i < n; i++)); do
  for ((j = i + 1; j < n; j++)); do
    # ns$i calls its end veth$j, ns$j calls its end veth$i: the name says who is at the other end.
    ip link add veth$j netns ns$i type veth peer name veth$i netns ns$j
    ip -n ns$i addr add 10.$i.$j.1/24 dev veth$j
    ip -n ns$j addr add 10.$i.$j.2/24 dev veth$i
    ip -n ns$i link set veth$j up
    ip -n ns$j link set veth$i up
    pairs=$((pairs + 1))
  done
done

# The kernel follows a change of carrier within a second.
sleep 1.2

echo "$n namespaces need $pairs pairs, $((2 * pairs)) devices and as many addresses"
for ((i = 0; i < n; i++)); do
  echo "ns$i:"
  ip -n ns$i -br -4 addr
  ip -n ns$i route
done

for ((i = 0; i < n; i++)); do
  for ((j = i + 1; j < n; j++)); do
    ip netns exec ns$i ping -q -c 1 10.$i.$j.2 | grep -q ' 0% packet loss' && echo "ns$i -> ns$j ok"
    ip netns exec ns$j ping -q -c 1 10.$i.$j.1 | grep -q ' 0% packet loss' && echo "ns$j -> ns$i ok"
  done
done
