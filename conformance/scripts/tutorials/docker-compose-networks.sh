#!/usr/bin/env bash
# Two compose projects: isolated networks, names by /etc/netns hosts files, one container on both.
set -Eeuo pipefail
trap 'echo "error on line $LINENO: $BASH_COMMAND" >&2' ERR
declare -A SUBNET=([front]=172.20.0 [back]=172.21.0)
declare -a CONTAINERS=("nginx:front:2" "app:front:3" "app:back:3" "db:back:2")
for net in "${!SUBNET[@]}"; do
  br="br-${net}"
  ip link add "$br" type bridge
  ip addr add "${SUBNET[$net]}.1/16" dev "$br"
  ip link set "$br" up
done
idx=0
for spec in "${CONTAINERS[@]}"; do
  IFS=: read -r name net host <<< "$spec"
  ip netns list | grep -qw "$name" || { ip netns add "$name"; ip -n "$name" link set lo up; }
  n=0; while ip -n "$name" link show "eth$n" &> /dev/null; do n=$((n + 1)); done
  ip link add "veth$idx" type veth peer name "eth$n" netns "$name"
  ip link set "veth$idx" master "br-$net" up
  ip -n "$name" addr add "${SUBNET[$net]}.$host/16" dev "eth$n"
  ip -n "$name" link set "eth$n" up
  ip -n "$name" route replace default via "${SUBNET[$net]}.1"
  mkdir -p "/etc/netns/$name"
  idx=$((idx + 1))
done
for spec in "${CONTAINERS[@]}"; do
  IFS=: read -r name net host <<< "$spec"
  printf '%s\t%s\n' "${SUBNET[$net]}.$host" "$name"
done | sort | tee /tmp/hosts
for c in nginx app db; do { echo "127.0.0.1 localhost"; cat /tmp/hosts; } > "/etc/netns/$c/hosts"; done
sysctl -qw net.ipv4.ip_forward=1
iptables -N ISOLATION; iptables -I FORWARD -j ISOLATION
iptables -A ISOLATION -i br-front -o br-back -j DROP
iptables -A ISOLATION -i br-back -o br-front -j DROP
sleep 1.5
try() { if ip netns exec "$1" ping -c1 -W1 "$2" > /tmp/out 2>&1; then echo "$1 -> $2: $(sed -n '1s/.*(\(.*\)).*(.*/\1/p' /tmp/out)"; else echo "$1 -> $2: no ($?)"; fi; }
try nginx app; try app db; try nginx db; try db nginx; try app nosuch
ip netns exec app getent hosts db
ip netns exec nginx ping -c1 -W1 app | head -2
ip -n app -br addr | awk '{print $1, $3}'
ip -n app route
iptables -nvL ISOLATION | awk 'NR>2 {print ($1 > 0), $3, $6, $7}'
ip netns exec nosuch true
echo never
