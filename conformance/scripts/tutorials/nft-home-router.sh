#!/bin/bash
# The nftables wiki's simple home router, with sets, counters, limits, a DNAT map, and `nft -f` reloads.
set -e
for n in lan gw wan; do ip netns add $n; ip -n $n link set lo up; done
ip link add eth0 netns lan type veth peer name lan0 netns gw; ip link add wan0 netns gw type veth peer name eth0 netns wan
ip -n lan addr add 192.168.1.50/24 dev eth0; ip -n gw addr add 192.168.1.1/24 dev lan0; ip -n gw addr add 203.0.113.2/24 dev wan0; ip -n wan addr add 203.0.113.1/24 dev eth0
for x in "lan eth0" "gw lan0" "gw wan0" "wan eth0"; do set -- $x; ip -n $1 link set $2 up; done
ip -n lan route add default via 192.168.1.1; ip netns exec gw sysctl -qw net.ipv4.ip_forward=1
cat > /tmp/router.nft <<'E'
#!/usr/sbin/nft -f
flush ruleset
define DEV_LAN = lan0
define DEV_WAN = wan0
define NET_LAN = 192.168.1.0/24
define RFC1918 = { 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 }
table ip global {
    set blackhole { type ipv4_addr; flags dynamic, timeout; timeout 1m; size 1024; }
    counter dropped { }
    quota lan-quota { over 10 mbytes }
    limit ping-limit { rate 5/second burst 5 packets }
    map forwards { type inet_service : ipv4_addr . inet_service; elements = { 8080 : 192.168.1.50 . 80, 2222 : 192.168.1.50 . 22 } }
    chain inbound_world {
        icmp type echo-request limit name "ping-limit" accept
        tcp dport 22 ct state new add @blackhole { ip saddr limit rate over 2/minute burst 2 packets } counter drop
        tcp dport 22 accept
    }
    chain inbound_private { icmp type echo-request accept; ip protocol . th dport vmap { tcp . 22 : accept, udp . 53 : accept, tcp . 53 : accept, udp . 67 : accept } }
    chain inbound {
        type filter hook input priority 0; policy drop;
        ct state vmap { established : accept, related : accept, invalid : drop }
        iifname vmap { lo : accept, $DEV_WAN : jump inbound_world, $DEV_LAN : jump inbound_private }
        counter name "dropped"
    }
    chain forward {
        type filter hook forward priority 0; policy drop;
        ct state vmap { established : accept, related : accept, invalid : drop }
        iifname $DEV_LAN quota name "lan-quota" drop
        iifname $DEV_LAN accept
        ct status dnat accept
    }
    chain prerouting {
        type nat hook prerouting priority dstnat; policy accept;
        iifname $DEV_WAN dnat ip addr . port to tcp dport map @forwards
    }
    chain postrouting {
        type nat hook postrouting priority srcnat; policy accept;
        ip saddr $NET_LAN oifname $DEV_WAN masquerade
    }
    chain bogons { type filter hook prerouting priority raw; iifname $DEV_WAN ip saddr $RFC1918 counter drop; fib daddr type { broadcast, multicast } counter }
}
E
G="ip netns exec gw"
$G nft -c -f /tmp/router.nft && $G nft -f /tmp/router.nft
echo site > /tmp/index.html; ip netns exec lan busybox httpd -p 80 -h /tmp
$G nc -lk 22 >/dev/null & p=$!
sleep 1.5
W="ip netns exec wan"
$W curl -s http://203.0.113.2:8080/
$W ping -c1 -q 203.0.113.2 | grep received
ip netns exec lan ping -c1 -q 203.0.113.1 | grep received
for i in 1 2 3 4; do $W nc -z -w1 203.0.113.2 22 && echo ok || echo dropped; done
$W nc -z -w1 203.0.113.2 80 || echo "80: $?"
$G nft list set ip global blackhole | sed -E 's/expires [0-9a-z]+/expires T/'
$G nft list counters | grep -c packets
$G nft reset counter ip global dropped | grep packets
$G nft list quota ip global lan-quota | grep -o 'over 10 mbytes'
$G nft list chain ip global inbound_world
$G nft list map ip global forwards
$G nft -j list limits | jq -c '.nftables[1]'
$G nft delete element ip global forwards { 2222 }; $G nft add element ip global forwards '{ 8081 : 192.168.1.50 . 80 }'; $W curl -s http://203.0.113.2:8081/
$G nft insert rule ip global forward index 1 iifname lan0 ip daddr 203.0.113.1 reject with icmp type admin-prohibited
ip netns exec lan ping -c1 -W1 203.0.113.1 | sed -n 2p || true
$G nft -f /tmp/router.nft; $G nft -s list ruleset | md5sum | cut -c1-8; $G nft -s list ruleset | wc -l
$G nft replace rule ip global forward handle 99999 accept || echo "rc $?"
$G nft list table ip nosuch || echo "rc $?"; $G nft add rule ip global forward tcp dport 80 acept || echo "rc $?"
kill $p; wait $p 2>/dev/null || true
