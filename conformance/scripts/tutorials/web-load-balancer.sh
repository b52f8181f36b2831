#!/bin/bash
# A TCP load balancer by NAT: three backends, health checks that take one out, sticky by source hash, weights.
set -e
ip link add br0 type bridge; ip addr add 10.5.0.1/24 dev br0; ip link set br0 up; ip link set lo up; sysctl -qw net.ipv4.ip_forward=1
add() { ip netns add $1; ip link add v$1 type veth peer name eth0 netns $1; ip link set v$1 master br0 up; ip -n $1 addr add $2/24 dev eth0; ip -n $1 link set eth0 up; ip -n $1 route add default via 10.5.0.1; }
for i in 1 2 3; do add b$i 10.5.0.1$i; mkdir -p /tmp/b$i; echo "b$i" > /tmp/b$i/index.html; ip netns exec b$i busybox httpd -p 80 -h /tmp/b$i; done
ip netns add cl; ip link add vcl type veth peer name eth0 netns cl; ip addr add 192.0.2.1/24 dev vcl; ip link set vcl up; ip -n cl addr add 192.0.2.10/24 dev eth0; for i in 11 12 13 14; do ip -n cl addr add 192.0.2.$i/24 dev eth0; done; ip -n cl link set eth0 up
sleep 1.5
nft -f - <<'E'
table ip lb {
  map rr { type mark : ipv4_addr; elements = { 0 : 10.5.0.11, 1 : 10.5.0.12, 2 : 10.5.0.13 } }
  chain pre { type nat hook prerouting priority dstnat;
    ip daddr 192.0.2.1 tcp dport 80 dnat to numgen inc mod 3 map @rr
    ip daddr 192.0.2.1 tcp dport 81 dnat to jhash ip saddr mod 2 map { 0 : 10.5.0.11, 1 : 10.5.0.12 } : 80
    ip daddr 192.0.2.1 tcp dport 82 dnat to numgen inc mod 10 map { 0-6 : 10.5.0.11, 7-9 : 10.5.0.12 } : 80
  }
}
E
nft list ruleset
get() { ip netns exec cl curl -s -m 2 "$@"; }
for i in 1 2 3 4 5 6; do get http://192.0.2.1/; done | xargs
for i in 1 2 3; do get --interface 192.0.2.11 http://192.0.2.1:81/; done | sort | uniq -c | awk '{print $1}'
for i in $(seq 20); do get http://192.0.2.1:82/; done | sort | uniq -c
health() { for i in 1 2 3; do if curl -fs -o /dev/null -m 1 http://10.5.0.1$i/; then echo "10.5.0.1$i up"; else echo "10.5.0.1$i down"; fi; done; }
health; ip -n b2 link set eth0 down; health
mapfile -t up < <(health | awk '$2=="up"{print $1}')
nft flush chain ip lb pre; elements=$(for i in "${!up[@]}"; do printf '%d : %s, ' $i ${up[i]}; done)
nft "add rule ip lb pre ip daddr 192.0.2.1 tcp dport 80 dnat to numgen inc mod ${#up[@]} map { ${elements%, } }"
nft list chain ip lb pre; for i in 1 2 3 4; do get http://192.0.2.1/; done | xargs
