# What a router spreads over two hops by addresses. (By ports it takes what a connected socket's packets carry: a random number.)
for n in s r d; do ip netns add $n; ip -n $n link set lo up; done
ip link add s0 netns s address 02:00:00:00:00:01 type veth peer name r0 netns r address 02:00:00:00:00:02
ip link add r1 netns r address 02:00:00:00:01:01 type veth peer name d1 netns d address 02:00:00:00:01:02
ip link add r2 netns r address 02:00:00:00:02:01 type veth peer name d2 netns d address 02:00:00:00:02:02
ip -n s addr add 10.0.0.1/24 dev s0; ip -n r addr add 10.0.0.2/24 dev r0
for i in 1 2; do ip -n r addr add 10.0.$i.1/24 dev r$i; ip -n d addr add 10.0.$i.2/24 dev d$i; done
for i in 1 2 3 4 5 6 7 8; do ip -n d addr add 10.9.0.$i/32 dev lo; done
for d in "s s0" "r r0" "r r1" "r r2" "d d1" "d d2"; do ip -n ${d% *} link set ${d#* } up; done
ip netns exec r sysctl -qw net.ipv4.ip_forward=1 net.ipv4.fib_multipath_hash_seed=77
ip netns exec d sysctl -qw net.ipv4.conf.all.rp_filter=0
ip -n s route add default via 10.0.0.2
ip -n d route add default via 10.0.1.1
ip -n r route add 10.9.0.0/24 nexthop via 10.0.1.2 nexthop via 10.0.2.2
ip -n r route add 10.8.0.0/24 nexthop via 10.0.1.2 nexthop via 10.0.2.2
for i in 1 2 3 4 5 6 7 8; do ip netns exec s ping -c1 -W1 10.9.0.$i > /dev/null; echo $i $?; done
for i in 1 2; do ip netns exec r cat /sys/class/net/r$i/statistics/tx_packets | awk '{ print ($1 > 0) }'; done
for policy in 0 2; do
  ip netns exec r sysctl -w net.ipv4.fib_multipath_hash_policy=$policy
  ip netns exec d timeout 3 tcpdump -lni d1 'udp' 2>/dev/null | cut -d' ' -f2- > /tmp/d1 & first=$!
  ip netns exec d timeout 3 tcpdump -lni d2 'udp' 2>/dev/null | cut -d' ' -f2- > /tmp/d2 & second=$!
  sleep 0.5
  ip netns exec s traceroute -n -q 1 -f 2 -m 9 -N 1 -w 0.2 --sport=5555 -U -p 800 10.9.0.1 > /dev/null
  ip netns exec s traceroute -n -q 1 -f 2 -m 9 -N 1 -w 0.2 --sport=4444 -U -p 700 10.9.0.2 > /dev/null
  wait $first $second
  echo one; sed 's/\.[0-9]* >/.PORT >/' /tmp/d1 | grep -c .
  echo two; sed 's/\.[0-9]* >/.PORT >/' /tmp/d2 | grep -c .
done
