#!/usr/bin/env bash
# "Container networking from scratch", as a blog post has it.
set -euo pipefail

BRIDGE=br0
SUBNET=172.18.0
NS=(c1 c2 c3)

log() { printf '==> %s\n' "$*"; }
cleanup() {
  local rc=$?
  log "cleanup (rc=$rc)"
  for n in "${NS[@]}"; do ip netns del "$n" 2>/dev/null || true; done
  ip link del "$BRIDGE" 2>/dev/null || true
  ip netns list | wc -l
}
trap cleanup EXIT

create_bridge() {
  ip link show "$1" &>/dev/null && { log "$1 exists"; return 0; }
  ip link add name "$1" type bridge
  ip addr add "$2" dev "$1"
  ip link set dev "$1" up
}

create_container() {
  local name=$1 addr=$2
  local host="v-$name" 
  ip netns add "$name"
  ip link add "$host" type veth peer name eth0 netns "$name"
  ip link set "$host" master "$BRIDGE" up
  ip -n "$name" link set lo up
  ip -n "$name" addr add "$addr/24" dev eth0
  ip -n "$name" link set eth0 up
  ip -n "$name" route add default via "$SUBNET.1"
}

create_bridge $BRIDGE $SUBNET.1/24
create_bridge $BRIDGE $SUBNET.1/24
i=10
for n in "${NS[@]}"; do
  create_container "$n" "$SUBNET.$i"
  i=$((i + 1))
done

log "wait for the containers"
for n in "${NS[@]}"; do
  until ip netns exec "$n" ping -c1 -W1 $SUBNET.1 >/dev/null; do sleep 0.2; done
  log "$n is up"
done

log addresses
for n in "${NS[@]}"; do
  echo "$n: $(ip -n "$n" -4 -br addr show eth0 | awk '{print $1, $3}')"
done

log "everybody to everybody"
for a in "${NS[@]}"; do
  for b in "${NS[@]}"; do
    ip="$(ip -n "$b" -4 -o addr show eth0 | awk '{print $4}' | cut -d/ -f1)"
    if out=$(ip netns exec "$a" ping -c 1 -W 1 "$ip" 2>&1); then
      echo "$a -> $b ($ip): $(grep -o '[0-9]* received' <<<"$out")"
    else
      echo "$a -> $b ($ip): FAILED"
    fi
  done
done
ip -br link show master $BRIDGE | sed 's/@.*$//' | sort
bridge link | awk '{print $2, $6, $7, $8, $9}' | sort
ip -n c1 neigh | sed -E 's/([0-9a-f]{2}:){5}[0-9a-f]{2}/MAC/' | sort
ip -n c1 route get $SUBNET.11 | head -1
ip -n c1 route get 8.8.8.8 | head -1
ip netns exec c1 ping -c1 8.8.8.8 || echo "no world: $?"
sysctl -qw net.ipv4.ip_forward=1
ip netns exec c1 ping -c1 8.8.8.8 || echo "no world: $?"
false
echo unreachable
