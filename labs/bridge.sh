#!/usr/bin/env bash
# N namespaces on one bridge, beside the same number in a full mesh; then what the bridge does with their frames. Usage: bridge.sh [N]
n=${1:-3}

# IPv6 would speak unasked: without it, all that is seen is what this lab sends.
quiet() { "$@" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; }
quiet env

# The mesh: a cable, two addresses and two routes for every two namespaces.
for ((i = 1; i <= n; i++)); do
  ip netns add mesh$i
  quiet ip netns exec mesh$i
done
for ((i = 1; i <= n; i++)); do
  for ((j = i + 1; j <= n; j++)); do
    ip link add to$j netns mesh$i type veth peer name to$i netns mesh$j
    ip -n mesh$i addr add 10.$i.$j.1/24 dev to$j
    ip -n mesh$j addr add 10.$i.$j.2/24 dev to$i
    ip -n mesh$i link set to$j up
    ip -n mesh$j link set to$i up
  done
done

# The bridge: a cable, an address and a route for each namespace.
ip link add br0 address 02:00:00:00:00:ff type bridge mcast_snooping 0
ip link set br0 up
for ((i = 1; i <= n; i++)); do
  ip netns add ns$i
  quiet ip netns exec ns$i
  ip link add port$i address 02:00:00:00:01:0$i type veth peer name eth0 address 02:00:00:00:00:0$i netns ns$i
  ip link set port$i master br0 up
  ip -n ns$i addr add 10.0.0.$i/24 dev eth0
  ip -n ns$i link set eth0 up
done
sleep 1.5

# Counts what the namespaces with this name have; a cable of the mesh has two ends among them, one to the bridge has one.
count() {
  local devices=0 addresses=0 routes=0 i
  for ((i = 1; i <= n; i++)); do
    devices=$((devices + $(ip -n $1$i -o link show type veth | wc -l)))
    addresses=$((addresses + $(ip -n $1$i -o -4 addr show scope global | wc -l)))
    routes=$((routes + $(ip -n $1$i route | wc -l)))
  done
  echo "$2: $((devices / $3)) cables; in the namespaces $devices devices, $addresses addresses, $routes routes"
}
echo "== $n namespaces"
count mesh "a full mesh" 2
count ns "one bridge" 1

echo "== Everybody reaches everybody, with one address each."
for ((i = 1; i <= n; i++)); do
  for ((j = 1; j <= n; j++)); do
    ((i == j)) || ip netns exec ns$i ping -q -c 1 10.0.0.$j | grep -q ' 0% packet loss' && continue
    echo "ns$i does not reach ns$j"
  done
done
echo "-- what the bridge has learned:"
learned() { bridge fdb show br br0 | grep -v permanent | sed 's/ vlan [0-9]*//' | sort; }
learned

# Starts to listen at every namespace, runs a command, and says what each of them saw.
watch() {
  local i
  for ((i = 1; i <= n; i++)); do
    ip netns exec ns$i tcpdump --immediate-mode -l -n -t -i eth0 'arp or icmp' >seen$i.txt 2>/dev/null &
  done
  sleep 1
  "$@" >/dev/null
  sleep 0.5
  kill -INT $(jobs -p)
  wait
  for ((i = 1; i <= n; i++)); do
    echo "-- ns$i saw:"
    grep . seen$i.txt | sed 's/ id [0-9]*,//'
  done
}

# Nobody knows anybody any more, and the bridge nobody.
forget() {
  local i
  ip link set br0 type bridge fdb_flush
  for ((i = 1; i <= n; i++)); do ip -n ns$i neigh flush dev eth0; done
}

echo "== The first packet: a question to all, and everything else to the one."
forget
bridge monitor fdb >learning.txt &
monitor=$!
sleep 0.5
ip netns exec ns1 ping -q -c 1 10.0.0.2 >/dev/null
sleep 0.5
kill $monitor
wait $monitor 2>/dev/null
sed 's/ vlan [0-9]*//' learning.txt
forget
watch ip netns exec ns1 ping -c 1 10.0.0.2

echo "== The bridge has forgotten, the namespaces have not: the request is flooded, the answer is not."
ip link set br0 type bridge fdb_flush
watch ip netns exec ns1 ping -c 1 10.0.0.2
learned

echo "== What one broadcast costs: a copy for every port but the one it came from."
before=()
for ((i = 1; i <= n; i++)); do before[i]=$(cat /sys/class/net/port$i/statistics/tx_packets); done
ip netns exec ns1 arping -q -c 1 -w 1 -I eth0 10.0.0.99
for ((i = 1; i <= n; i++)); do
  echo "port$i: $(($(cat /sys/class/net/port$i/statistics/tx_packets) - before[i])) frames out"
done
