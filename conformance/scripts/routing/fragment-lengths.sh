# The last fragment may be longer than the others: they end at multiples of eight bytes, it takes all that fits.
ip netns add a
ip netns add b
ip link add va netns a type veth peer name vb netns b
for x in a b; do
  ip -n $x link set lo up
  ip -n $x link set v$x mtu 1286
  ip -n $x link set v$x up
done
ip -n a addr add 10.0.0.1/24 dev va
ip -n b addr add 10.0.0.2/24 dev vb
ip -n a addr add fd00::1/64 dev va nodad
ip -n b addr add fd00::2/64 dev vb nodad
sleep 0.1
ip netns exec b timeout 4 tcpdump -l -n -i vb -q -t '(ip or ip6) and not ip6 multicast' >out 2>/dev/null &
sleep 0.5
for size in 1256 1258 1259 1264 2512 2514 2522 2523; do ip netns exec a ping -q -c 1 -W 1 -s $size 10.0.0.2; done | grep received
for size in 1230 1231 1238 1239 2454 2462 2463 2464; do ip netns exec a ping -q -c 1 -W 1 -s $size fd00::2; done | grep received
wait
grep -v 'neighbor' out | sed -E 's/id [0-9]+/id N/'
