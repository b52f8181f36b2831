#!/bin/bash
# Two customers with the same addresses behind one router: conntrack zones.
set -e
ip netns add gw; ip netns add srv
for c in 1 2; do
  ip netns add c$c
  ip link add eth0 netns c$c type veth peer name cust$c netns gw
  ip -n c$c addr add 10.0.0.2/24 dev eth0; ip -n c$c link set eth0 up; ip -n c$c route add default via 10.0.0.1
  ip -n gw link set cust$c address 02:00:00:00:00:0$c up
  ip -n gw addr add 10.0.0.1/24 dev cust$c
done
ip link add up netns gw type veth peer name eth0 netns srv
ip -n gw addr add 192.0.2.1/24 dev up; ip -n gw link set up up
ip -n srv addr add 192.0.2.2/24 dev eth0; ip -n srv link set eth0 up
ip netns exec gw sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0
g() { ip netns exec gw "$@"; }
for c in 1 2; do
  g iptables -t raw -A PREROUTING -i cust$c -j CT --zone-orig $c
  g iptables -t mangle -A PREROUTING -i cust$c -j CONNMARK --set-mark $c
  g ip route add 10.0.0.0/24 dev cust$c table 10$c
  g ip rule add fwmark $c iif up lookup 10$c
done
g iptables -t mangle -A PREROUTING -i up -j CONNMARK --restore-mark
g iptables -t nat -A POSTROUTING -o up -j MASQUERADE
ip netns exec srv nc -lk 80 > /dev/null & p=$!
sleep 1.5
for c in 1 2; do ip netns exec c$c nc -z -w 1 -p 40000 192.0.2.2 80 && echo "customer $c ok"; done
for c in 1 2; do ip netns exec c$c ping -c1 -W1 -q -e 77 192.0.2.2 2>/dev/null | grep received; done
g conntrack -L 2>/dev/null | sed -E 's/^([a-z]+ +[0-9]+) [0-9]+/\1 T/; s/(dport|id|sport)=([1-9]|[1-5][0-9]|[0-9]{3,})\b/\1=N/g' | sort
g conntrack -L --orig-zone 1 2>/dev/null | wc -l
g conntrack -L --zone 2 2>&1 | tail -1
g iptables -t raw -S
g nft list table ip raw
g conntrack -D --orig-zone 1 2>&1 | tail -1
kill $p; wait $p 2>/dev/null || true
