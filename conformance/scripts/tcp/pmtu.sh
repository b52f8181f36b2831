# a router whose next cable carries less: what does not fit comes back smaller, of both families
for n in left router right; do ip netns add $n; ip -n $n link set lo up; done
ip -n left link add vl address 02:00:00:00:00:01 type veth peer name rl address 02:00:00:00:00:02 netns router
ip -n router link add rr address 02:00:00:00:00:03 type veth peer name vr address 02:00:00:00:00:04 netns right
ip -n left addr add 10.0.0.1/24 dev vl
ip -n left addr add fd00::1/64 dev vl nodad
ip -n router addr add 10.0.0.254/24 dev rl
ip -n router addr add fd00::fe/64 dev rl nodad
ip -n router addr add 10.1.0.254/24 dev rr
ip -n router addr add fd01::fe/64 dev rr nodad
ip -n right addr add 10.1.0.1/24 dev vr
ip -n right addr add fd01::1/64 dev vr nodad
ip netns exec router sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip -n router link set rr mtu 1300
ip -n right link set vr mtu 1500
ip -n left link set vl up
ip -n router link set rl up
ip -n router link set rr up
ip -n right link set vr up
ip -n left route add default via 10.0.0.254
ip -n left route add default via fd00::fe
ip -n right route add default via 10.1.0.254
ip -n right route add default via fd01::fe
sleep 2
ip netns exec left tcpdump -nni vl -t --immediate-mode -l 'icmp or icmp6[0] == 2' 2>/dev/null > dump &
dump=$!
sleep 1
for to in 10.1.0.1 fd01::1; do
  ip netns exec right nc -nlN $to 5000 > got &
  server=$!
  sleep .5
  head -c 300000 /dev/zero | ip netns exec left nc -nN $to 5000
  wait $server
  wc -c < got
done
sleep .5
kill $dump
wait $dump
sed -E 's/, length [0-9]+$//' dump | sort | uniq -c | awk '{ $1 = ""; print }'
ip -n left route get 10.1.0.1 | sed -E 's/expires [0-9]+sec/expires/'
ip -n left -6 route get fd01::1 | sed -E 's/expires [0-9]+sec/expires/'
