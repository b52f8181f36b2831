#!/bin/bash
# Two uplinks: traffic is chosen by mark, connections stay on theirs (CONNMARK), failover by metric.
set -euo pipefail
for n in gw isp1 isp2 lan inet; do ip netns add $n; ip -n $n link set lo up; done
pair() { ip link add $2 netns $1 type veth peer name $5 netns $4; ip -n $1 addr add $3 dev $2; ip -n $4 addr add $6 dev $5; ip -n $1 link set $2 up; ip -n $4 link set $5 up; }
pair lan eth0 192.168.1.10/24 gw lan 192.168.1.1/24
pair gw wan1 198.51.100.2/30 isp1 gw 198.51.100.1/30
pair gw wan2 203.0.113.2/30 isp2 gw 203.0.113.1/30
pair isp1 core 10.255.1.1/30 inet isp1 10.255.1.2/30
pair isp2 core 10.255.2.1/30 inet isp2 10.255.2.2/30
ip -n inet addr add 8.8.8.8/32 dev lo
ip -n lan route add default via 192.168.1.1
ip -n isp1 route add default via 10.255.1.2; ip -n isp2 route add default via 10.255.2.2
ip -n inet route add 198.51.100.0/30 via 10.255.1.1; ip -n inet route add 203.0.113.0/30 via 10.255.2.1
for n in gw isp1 isp2 inet; do ip netns exec $n sysctl -qw net.ipv4.ip_forward=1; done
ip -n gw route add default via 198.51.100.1 metric 100
ip -n gw route add default via 203.0.113.1 metric 200
ip -n gw route add default via 198.51.100.1 table 1
ip -n gw route add default via 203.0.113.1 table 2
ip -n gw rule add fwmark 0x1/0xff table 1 pref 1001
ip -n gw rule add fwmark 0x2/0xff table 2 pref 1002
g() { ip netns exec gw "$@"; }
g iptables -t nat -A POSTROUTING -o wan+ -j MASQUERADE
g iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark
g iptables -t mangle -A PREROUTING -m mark ! --mark 0 -j ACCEPT
g iptables -t mangle -A PREROUTING -i lan -p icmp -j MARK --set-mark 1
g iptables -t mangle -A PREROUTING -i lan -p tcp --dport 80 -j MARK --set-mark 2
g iptables -t mangle -A PREROUTING -j CONNMARK --save-mark
ip netns exec inet nc -lk -p 80 >/dev/null & a=$!
ip netns exec inet nc -lk -p 22 >/dev/null & b=$!
trap 'kill $a $b; wait $a $b 2>/dev/null || true' EXIT
sleep 1.5
via() { ip -n gw -s -j link show "$1" | jq '.[0].stats64.tx.packets'; }
probe() {
  local w1 w2; w1=$(via wan1) w2=$(via wan2)
  ip netns exec lan "$@" >/dev/null 2>&1 && r=ok || r=failed
  w1=$(( $(via wan1) - w1 )) w2=$(( $(via wan2) - w2 ))
  echo "$* $r: $( ((w1 > w2)) && echo wan1 || echo wan2 )"
}
ip netns exec lan ping -c1 -q 8.8.8.8 >/dev/null; ip netns exec lan nc -z 8.8.8.8 80; ip netns exec lan nc -z 8.8.8.8 22
probe ping -c 5 -i 0.1 8.8.8.8
probe nc -zw1 8.8.8.8 80
probe nc -zw1 8.8.8.8 22
g conntrack -L 2>/dev/null | sed -E 's/^([a-z]+ +[0-9]+) [0-9]+/\1 T/; s/(sport|id)=[0-9]+/\1=N/g; s/dport=[3-9][0-9]{4}/dport=N/' | sort | uniq
for m in 0 1 2 3; do ip -n gw route get 8.8.8.8 mark $m | head -1; done
ip -n gw rule show
echo "# wan1 fails"
ip -n isp1 link set gw down; sleep 1.5
ip -n gw route show default
ip -n gw link set wan1 down
ip -n gw route show default; ip -n gw route show table 1
g conntrack -F 2>&1 | sed 's/.*: //'
probe ping -c 3 -i 0.1 8.8.8.8
g iptables -t mangle -nvL PREROUTING | awk 'NR>1{print $3,$6,$7}'
