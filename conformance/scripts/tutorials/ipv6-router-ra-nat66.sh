#!/bin/bash
# IPv6 at home: a router with a static prefix, NAT66 for ULA, ip6tables policy, PMTU and neighbour states.
set -e
for n in pc gw inet; do ip netns add $n; ip -n $n link set lo up; done
ip link add eth0 netns pc address 02:00:00:00:00:10 type veth peer name lan address 02:00:00:00:00:01 netns gw
ip link add wan netns gw address 02:00:00:00:00:02 type veth peer name eth0 address 02:00:00:00:00:20 netns inet
for x in "pc eth0" "gw lan" "gw wan" "inet eth0"; do set -- $x; ip netns exec $1 sysctl -qw net.ipv6.conf.$2.accept_dad=0; ip -n $1 link set $2 up; done
ip -n gw addr add fd00:1::1/64 dev lan nodad; ip -n gw addr add 2001:db8::2/64 dev wan nodad
ip -n inet addr add 2001:db8::1/64 dev eth0 nodad; ip -n inet addr add 2001:db8:ffff::53/128 dev lo
ip -n pc addr add fd00:1::10/64 dev eth0 nodad
ip -n pc -6 route add default via fe80::ff:fe00:1 dev eth0
ip -n gw -6 route add default via 2001:db8::1
ip netns exec gw sysctl -qw net.ipv6.conf.all.forwarding=1
sleep 1.5
ip netns exec pc ping -6 -c 1 -W 1 2001:db8:ffff::53 || echo "no way back: $?"
ip netns exec gw ip6tables -t nat -A POSTROUTING -s fd00:1::/64 -o wan -j MASQUERADE
ip netns exec pc ping -6 -c 2 -i 0.2 2001:db8:ffff::53
ip netns exec gw conntrack -L -f ipv6 2>/dev/null | sed -E 's/icmpv6 +58 [0-9]+/icmpv6 58 T/; s/id=[0-9]+/id=N/g' | sort | uniq
ip netns exec pc traceroute -6 -n -q 1 2001:db8:ffff::53 | awk '{print $1, $2}'
ip -n gw link set wan mtu 1400; ip -n inet link set eth0 mtu 1400
ip netns exec pc ping -6 -c 2 -i 0.2 -s 1400 -M do 2001:db8:ffff::53 || true
ip -n pc -6 route get 2001:db8:ffff::53 | sed -E 's/expires [0-9]+sec/expires Nsec/'
ip netns exec pc tracepath -6 -n 2001:db8:ffff::53 | sed -E 's/[0-9.]+ms/T/'
ip netns exec gw ip6tables -P FORWARD DROP
ip netns exec gw ip6tables -A FORWARD -i lan -o wan -j ACCEPT
ip netns exec gw ip6tables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec gw ip6tables -A FORWARD -j REJECT --reject-with icmp6-adm-prohibited
ip netns exec gw ip6tables -t nat -A PREROUTING -i wan -p tcp --dport 8080 -j DNAT --to-destination '[fd00:1::10]:80'
ip netns exec gw ip6tables -I FORWARD -i wan -o lan -p tcp -d fd00:1::10 --dport 80 -m conntrack --ctstate DNAT -j ACCEPT
echo six > /tmp/index.html; ip netns exec pc busybox httpd -p 80 -h /tmp
sleep 0.3
ip netns exec inet curl -sS -g 'http://[2001:db8::2]:8080/'
ip -n inet -6 route add fd00:1::/64 via 2001:db8::2
ip netns exec inet ping -6 -c 1 -W 1 fd00:1::10 || true
sleep 1.2; ip netns exec inet nc -6 -zv -w 1 fd00:1::10 80 || echo "rc $?"
ip netns exec gw ip6tables -L FORWARD -n -v | awk '{print ($1 > 0), $3, $4, $6, $7, $8, $9}'
ip netns exec gw ip6tables-save -t nat | grep -- ^-A
ip -n pc -6 route; ip -n pc -6 neigh | sed -E 's/(REACHABLE|STALE|DELAY|PROBE)/STATE/' | sort
