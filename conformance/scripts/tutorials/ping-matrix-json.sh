#!/usr/bin/env bash
# Topology from a here-document in JSON, jq builds it, a report in JSON comes out.
set -euo pipefail
topo=$(cat <<'J'
{"links":[{"a":"h1","b":"r1","net":"10.0.1"},{"a":"h2","b":"r1","net":"10.0.2"},{"a":"r1","b":"r2","net":"10.0.12"},{"a":"h3","b":"r2","net":"10.0.3"}],
 "routers":["r1","r2"],"static":{"r1":["10.0.3.0/24 10.0.12.2"],"r2":["10.0.1.0/24 10.0.12.1","10.0.2.0/24 10.0.12.1"]},"default":{"h1":"10.0.1.2","h2":"10.0.2.2","h3":"10.0.3.2"}}
J
)
q() { jq -r "$@" <<<"$topo"; }
for n in $(q '[.links[] | .a, .b] | unique[]'); do ip netns add "$n"; ip -n "$n" link set lo up; done
while IFS=$'\t' read -r a b net; do
  ip link add "$b" netns "$a" type veth peer name "$a" netns "$b"
  ip -n "$a" addr add "$net.1/24" dev "$b"; ip -n "$b" addr add "$net.2/24" dev "$a"
  ip -n "$a" link set "$b" up; ip -n "$b" link set "$a" up
done < <(q '.links[] | [.a, .b, .net] | @tsv')
q '.routers[]' | while read -r r; do ip netns exec "$r" sysctl -qw net.ipv4.ip_forward=1; done
q '.static | to_entries[] | .key as $k | .value[] | "\($k) \(.)"' | while read -r n dst gw; do ip -n "$n" route add "$dst" via "$gw"; done
q '.default | to_entries[] | "\(.key) \(.value)"' | while read -r n gw; do ip -n "$n" route add default via "$gw"; done
sleep 1.5
results='[]'
for from in h1 h2 h3; do for to in 10.0.1.1 10.0.2.1 10.0.3.1 10.0.12.2; do
  if out=$(ip netns exec $from ping -n -c 1 -W 1 $to); then ttl=$(grep -oP 'ttl=\K\d+' <<<"$out"); ok=true; else ttl=null ok=false; fi
  results=$(jq -c --arg f $from --arg t $to --argjson ttl "$ttl" --argjson ok $ok '. + [{from:$f,to:$t,ok:$ok,hops:(if $ttl then 65-$ttl else null end)}]' <<<"$results")
done; done
jq -r '["from","to","ok","hops"], (.[] | [.from,.to,.ok,.hops]) | @tsv' <<<"$results" | column -t
jq 'group_by(.from) | map({(.[0].from): (map(.hops) | max)}) | add' <<<"$results"
ip -n r1 -j route | jq -r 'map(select(.gateway)) | .[] | "\(.dst) via \(.gateway) dev \(.dev)"'
ip -n r1 -j -p addr show h1 | jq '.[0] | {ifname, mtu, operstate, addr: [.addr_info[] | select(.family=="inet") | {local, prefixlen}]}'
ip -n h1 -j neigh | jq -c '.[] | [.dst, .dev, .state[0] != "FAILED"]'; ip -j -n r1 link | jq -r '.[] | select(.ifname != "lo") | .ifname' | sort | paste -sd' '
ip netns exec h1 traceroute -n -q1 10.0.3.1 | awk 'NR>1{print $1,$2}'; ip netns exec h1 tracepath -n 10.0.3.1 | tail -1
ip -n r2 route del 10.0.1.0/24; ip netns exec h1 ping -c1 -W1 10.0.3.1 || echo "rc $?"; ip netns exec h3 ping -c1 -W1 10.0.1.1 || echo "rc $?"
