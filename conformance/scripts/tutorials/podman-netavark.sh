#!/bin/bash
# netavark's nftables rules for one bridge network with a published port.
set -e
ip link set lo up
ip netns add ctr; ip netns add lan
ip link add podman0 type bridge; ip addr add 10.88.0.1/16 dev podman0; ip link set podman0 up
ip link add veth0 type veth peer name eth0 netns ctr; ip link set veth0 master podman0 up
ip -n ctr addr add 10.88.0.2/16 dev eth0; ip -n ctr link set eth0 up; ip -n ctr link set lo up; ip -n ctr route add default via 10.88.0.1
ip link add enp1s0 type veth peer name eth0 netns lan; ip addr add 192.168.7.1/24 dev enp1s0; ip link set enp1s0 up
ip -n lan addr add 192.168.7.2/24 dev eth0; ip -n lan link set eth0 up
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.podman0.route_localnet=1
nft -f - <<'E'
add table inet netavark
add chain inet netavark INPUT { type filter hook input priority filter; policy accept; }
add chain inet netavark FORWARD { type filter hook forward priority filter; policy accept; }
add chain inet netavark POSTROUTING { type nat hook postrouting priority srcnat; policy accept; }
add chain inet netavark PREROUTING { type nat hook prerouting priority dstnat; policy accept; }
add chain inet netavark OUTPUT { type nat hook output priority dstnat; policy accept; }
add chain inet netavark NETAVARK-HOSTPORT-DNAT
add chain inet netavark NETAVARK-HOSTPORT-SETMARK
add chain inet netavark NETAVARK-ISOLATION-1
add chain inet netavark NETAVARK-ISOLATION-2
add chain inet netavark NETAVARK-ISOLATION-3
add rule inet netavark NETAVARK-HOSTPORT-SETMARK meta mark set meta mark or 0x2000
add rule inet netavark PREROUTING fib daddr type local jump NETAVARK-HOSTPORT-DNAT
add rule inet netavark OUTPUT fib daddr type local jump NETAVARK-HOSTPORT-DNAT
add rule inet netavark POSTROUTING meta mark & 0x2000 == 0x2000 masquerade
add rule inet netavark NETAVARK-ISOLATION-2 oifname "podman0" drop
add rule inet netavark NETAVARK-ISOLATION-2 jump NETAVARK-ISOLATION-3
add rule inet netavark FORWARD ct state invalid drop
add rule inet netavark FORWARD jump NETAVARK-ISOLATION-1
add chain inet netavark nv_2f259bab_10_88_0_0_nm16
add rule inet netavark nv_2f259bab_10_88_0_0_nm16 ip daddr 10.88.0.0/16 accept
add rule inet netavark nv_2f259bab_10_88_0_0_nm16 ip daddr != 224.0.0.0/4 masquerade
add rule inet netavark POSTROUTING ip saddr 10.88.0.0/16 jump nv_2f259bab_10_88_0_0_nm16
add rule inet netavark INPUT ip saddr 10.88.0.0/16 udp dport 53 accept
add rule inet netavark FORWARD ip daddr 10.88.0.0/16 ct state established,related accept
add rule inet netavark FORWARD ip saddr 10.88.0.0/16 accept
add chain inet netavark nv_2f259bab_10_88_0_0_nm16_dnat
add rule inet netavark nv_2f259bab_10_88_0_0_nm16_dnat ip saddr 10.88.0.0/16 tcp dport 8080 jump NETAVARK-HOSTPORT-SETMARK
add rule inet netavark nv_2f259bab_10_88_0_0_nm16_dnat ip saddr 127.0.0.1 tcp dport 8080 jump NETAVARK-HOSTPORT-SETMARK
add rule inet netavark nv_2f259bab_10_88_0_0_nm16_dnat tcp dport 8080 dnat ip to 10.88.0.2:80
add rule inet netavark NETAVARK-HOSTPORT-DNAT tcp dport 8080 jump nv_2f259bab_10_88_0_0_nm16_dnat
E
echo hi > /tmp/index.html
ip netns exec ctr busybox httpd -p 80 -h /tmp
sleep 1.5
check() { local what=$1; shift; if r=$("$@" 2>&1); then echo "$what: $r"; else echo "$what: failed $? $r"; fi; }
check "lan" ip netns exec lan curl -sS -m 2 192.168.7.1:8080
check "host" curl -sS -m 2 192.168.7.1:8080
check "localhost" curl -sS -m 2 127.0.0.1:8080
check "itself" ip netns exec ctr curl -sS -m 2 192.168.7.1:8080
check "lan direct" ip netns exec lan curl -sS -m 2 10.88.0.2
check "out" ip netns exec ctr ping -c1 -q 192.168.7.2 | grep -c '1 received'
nft list table inet netavark
nft list chains inet
nft --json list chain inet netavark POSTROUTING | jq -r '.nftables[] | select(.rule) | .rule.expr | length'
nft -a list chain inet netavark NETAVARK-HOSTPORT-DNAT | grep -o 'handle [0-9]*$'
