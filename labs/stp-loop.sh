#!/usr/bin/env bash
# A loop: three switches in a triangle. Without a spanning tree one broadcast circles for ever; with one, a port blocks.

# Three switches, each with a host, and a cable from each switch to each other one. The third cable is not plugged into sw1 yet.
for i in 1 2 3; do
  ip netns add sw$i
  ip netns exec sw$i sysctl -qw net.ipv6.conf.default.disable_ipv6=1
  ip -n sw$i link add br0 address 02:00:00:00:b0:0$i type bridge mcast_snooping 0
  ip -n sw$i link set br0 up
  ip netns add h$i
  ip netns exec h$i sysctl -qw net.ipv6.conf.default.disable_ipv6=1
  ip -n h$i link add eth0 address 02:00:00:00:00:0$i type veth peer name to-h$i address 02:00:00:00:0$i:ff netns sw$i
  ip -n h$i addr add 10.0.0.$i/24 dev eth0
  ip -n h$i link set eth0 up
  ip -n sw$i link set to-h$i master br0 up
done
cable() {
  ip -n sw$1 link add to-sw$2 address 02:00:00:00:0$1:0$2 type veth peer name to-sw$1 address 02:00:00:00:0$2:0$1 netns sw$2
  ip -n sw$1 link set to-sw$2 master br0 up
  ip -n sw$2 link set to-sw$1 master br0 up
}
cable 1 2
cable 2 3
cable 1 3
ip -n sw1 link set to-sw3 nomaster
sleep 1.5
try() { echo "h$1 to h$2: $(ip netns exec h$1 ping -q -c 1 -W 1 10.0.0.$2 | grep loss | grep -o '[0-9.]*% packet loss')"; }
received() { ip netns exec $1 cat /sys/class/net/eth0/statistics/rx_packets; }
# h1 asks once for an address that nobody has; how often does h3 hear that in the 0.3 s after the first time?
broadcast() {
  before=$(received h3)
  ip netns exec h1 arping -q -c 1 -w 1 -I eth0 10.0.0.99 &
  for try in {1..30}; do [ $(received h3) = $before ] || break; sleep 0.1; done
  sleep 0.3
}
heard() { local times=$(( $(received h3) - before )); if [ $times -gt 1000 ]; then echo "more than 1000 times"; else echo "$times times"; fi; }

echo "== Two cables, no loop. h1 sends one broadcast, and h3 hears it"
broadcast
heard
bridge -n sw1 fdb show brport to-h1 dynamic | sed 's/ vlan [0-9]*//'

echo "== A third cable, in case one breaks. h1 sends one broadcast, and h3 hears it"
ip -n sw1 link set to-sw3 master br0
broadcast
heard
echo "== And sw1 believes that its own host is behind another switch: what is sent to h1 goes astray. Addresses behind to-h1:"
bridge -n sw1 fdb show brport to-h1 dynamic | wc -l
echo "== Nothing ends it but pulling out a cable."
ip -n sw1 link set to-sw3 nomaster
sleep 0.1
before=$(received h3)
sleep 0.3
heard

# The times are the shortest that a bridge takes: 2 s each for listening and learning, where 15 s are usual.
echo "== The spanning tree is switched on, and the cable comes back."
for i in 1 2 3; do ip -n sw$i link set br0 type bridge stp_state 1 forward_delay 200 hello_time 100 max_age 600; done
ip -n sw1 link set to-sw3 master br0
# root: who every switch believes is the root, and how it gets there. ports: the state of each cable's ends.
root() {
  for i in 1 2 3; do
    ip netns exec sw$i sh -c 'cd /sys/class/net/br0/bridge; echo "$(cat bridge_id): root $(cat root_id), cost $(cat root_path_cost), port $(cat root_port)"'
  done
}
ports() { for i in 1 2 3; do bridge -n sw$i link | grep to-sw | sed "s/^[0-9]*: \([^:@]*\).* state \([a-z]*\) .*/sw$i \1 \2/"; done; }
sleep 4.7
root
ports
ip netns exec h3 tcpdump -nn -t -l -i eth0 arp > heard.txt 2>/dev/null & listener=$!
sleep 0.5
ip netns exec h1 arping -q -c 1 -w 1 -I eth0 10.0.0.99
kill $listener
wait $listener
grep ARP heard.txt
try 1 3
try 2 3

echo "== The root is the lowest number: priority first, then address. sw3 gets a better priority; another cable is idle now."
ip -n sw3 link set br0 type bridge priority 4096
sleep 4.7
root
ports

echo "== The cable from sw2 to the root dies. A port that was blocked listens, learns, and takes over."
bridge -n sw2 monitor link > changes.txt & monitor=$!
sleep 0.2
ip -n sw2 link set to-sw3 down
try 2 3
sleep 4
kill $monitor
wait $monitor
grep ': to-sw1' changes.txt | grep -o 'state [a-z]*' | uniq
root
ports
try 2 3
