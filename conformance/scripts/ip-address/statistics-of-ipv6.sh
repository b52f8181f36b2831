# -6 -s: links are told of by IPv6, with its own counters, which iproute2 takes for the device's.
ip netns add a
ip netns add b
for ns in a b; do ip netns exec $ns sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0 net.ipv6.conf.all.forwarding=1; done
ip link add dev v0 address 02:00:00:00:00:01 netns a index 10 numtxqueues 1 numrxqueues 1 type veth peer dev v1 address 02:00:00:00:00:02 netns b index 11 numtxqueues 1 numrxqueues 1
ip -n a link set lo up
ip -n a link set v0 up
ip -n b link set v1 up
sleep 1.5
ip -n a addr add fd00::1/64 dev v0 nodad
ip -n b addr add fd00::2/64 dev v1 nodad
ip -n b route add unreachable fd07::/64
ip -n b route add fd09::/64 via fd00::1
ip -n a route add fd07::/64 via fd00::2
ip -n a route add fd09::/64 via fd00::2
ip netns exec a ping -q -c 3 -i 0.02 -Q 1 fd00::2 | grep -o '. received'
ip netns exec a ping -q -c 5 -i 0.02 -Q 2 fd00::2 | grep -o '. received'
ip netns exec a ping -q -c 7 -i 0.02 -s 3000 fd00::2 | grep -o '. received'
ip netns exec a ping -q -c 2 -i 0.02 -W 0.3 fd07::2 | grep -o '. received'
ip netns exec a ping -q -c 4 -i 0.02 -W 0.3 -t 5 fd09::2 | grep -o '. received'
stat() { ip -n b "$@" | sed -E '/RX: /{n;s/^ +[0-9]+ +[0-9]+/N/}; s/"rx":.*"packets":[0-9]+/"rx":/; s/valid_lft.*//'; }
stat -6 -s -s addr show
ip -n a -6 -s addr show dev lo
timeout 1 ip -n b -6 -s monitor link >log & sleep 0.2
ip -n b link set v1 mtu 1400
wait
sed -E 's/^ +[0-9]+ +[0-9]+/N/' log
