#!/bin/bash
# A "container runtime" in bash: a state directory, subcommands, addresses from a pool, publish, ps, rm.
set -euo pipefail
STATE=/tmp/state; BR=mini0; NET=10.200.0; mkdir -p $STATE
init() { ip link show $BR &>/dev/null || { ip link add $BR type bridge; ip addr add $NET.1/24 dev $BR; ip link set $BR up; sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.$BR.route_localnet=1; iptables -t nat -N MINI 2>/dev/null || true; for c in PREROUTING OUTPUT; do iptables -t nat -C $c -m addrtype --dst-type LOCAL -j MINI 2>/dev/null || iptables -t nat -A $c -m addrtype --dst-type LOCAL -j MINI; done; iptables -t nat -A POSTROUTING -s $NET.0/24 ! -o $BR -j MASQUERADE; iptables -t nat -A POSTROUTING -s 127.0.0.0/8 -o $BR -j MASQUERADE; }; }
alloc() { local i; for ((i = 2; i < 255; i++)); do grep -qsx "$NET.$i" $STATE/*/ip || { echo "$NET.$i"; return; }; done; return 1; }
cmd_run() {
  local publish=() name= OPTIND=1 o
  while getopts 'p:n:' o; do case $o in p) publish+=("$OPTARG") ;; n) name=$OPTARG ;; *) return 2 ;; esac; done; shift $((OPTIND - 1))
  [[ -n $name ]] || { echo "run: name?" >&2; return 2; }
  [[ ! -e $STATE/$name ]] || { echo "run: $name exists" >&2; return 1; }
  mkdir -p "$STATE/$name"; local ip; ip=$(alloc); echo "$ip" > "$STATE/$name/ip"
  ip netns add "$name"; ip link add "m-$name" type veth peer name eth0 netns "$name"; ip link set "m-$name" master $BR up; ip -n "$name" addr add "$ip/24" dev eth0; ip -n "$name" link set eth0 up; ip -n "$name" link set lo up; ip -n "$name" route add default via $NET.1
  for p in ${publish[@]+"${publish[@]}"}; do iptables -t nat -A MINI -p tcp --dport "${p%%:*}" -m comment --comment "$name" -j DNAT --to "$ip:${p##*:}"; echo "$p" >> "$STATE/$name/ports"; done
  ip netns exec "$name" "$@" > "$STATE/$name/log" 2>&1 & echo $! > "$STATE/$name/pid"; echo "$name $ip"
}
cmd_ps() { printf '%-8s %-12s %-10s %s\n' NAME IP PORTS STATUS; for d in "$STATE"/*/; do [[ -d $d ]] || continue; local n=${d%/}; n=${n##*/}; printf '%-8s %-12s %-10s %s\n' "$n" "$(<"$d/ip")" "$(paste -sd, "$d/ports" 2>/dev/null || echo -)" "$(kill -0 "$(<"$d/pid")" 2>/dev/null && echo Up || echo Exited)"; done; }
cmd_rm() { for n; do [[ -d $STATE/$n ]] || { echo "rm: no $n" >&2; return 1; }; kill "$(<"$STATE/$n/pid")" 2>/dev/null || true; wait "$(<"$STATE/$n/pid")" 2>/dev/null || true; while read -r line; do eval "iptables -t nat ${line/-A/-D}"; done < <(iptables -t nat -S MINI | grep -- "--comment $n " || true); ip netns del "$n"; rm -r "${STATE:?}/$n"; done; }
main() { local c=${1:-ps}; shift || true; if declare -F "cmd_$c" >/dev/null; then "cmd_$c" "$@"; else echo "unknown command: $c" >&2; return 64; fi; }
init; init
ip link set lo up; ip addr add 198.51.100.1/32 dev lo
mkdir -p /tmp/w1 /tmp/w2; echo one > /tmp/w1/index.html; echo two > /tmp/w2/index.html
main run -n web1 -p 8081:80 busybox httpd -f -p 80 -h /tmp/w1
main run -n web2 -p 8082:80 -p 9082:80 busybox httpd -f -p 80 -h /tmp/w2
main run -n once true; main run -n web1 true || echo "rc $?"; main run true || echo "rc $?"; main frob || echo "rc $?"
sleep 1.5; main ps
for port in 8081 8082 9082; do curl -s "http://198.51.100.1:$port/"; curl -s "http://127.0.0.1:$port/"; done
ip netns exec web1 curl -s "http://$(< $STATE/web2/ip)/"
iptables -t nat -S MINI; main rm web1 once; main ps; main rm web1 || echo "rc $?"; iptables -t nat -S MINI
curl -sS -m 2 http://198.51.100.1:8081/ 2>&1 | sed 's/after [0-9]* ms/after N ms/'
main run -n web3 sleep 100; main rm web2 web3; ip netns | wc -l; ls $STATE | wc -l
