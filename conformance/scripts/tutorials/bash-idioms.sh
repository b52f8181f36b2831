#!/bin/bash
# The bash of network scripts, all in one.
set -euo pipefail
readonly PREFIX=10.77
die() { echo "FATAL: $*" >&2; exit 1; }
usage() { cat <<-USAGE
	usage: ${0##*/} [-n COUNT] [-v]
	  -n  hosts
	USAGE
}
count=3 verbose=false
set -- -n 4 -v extra
while getopts ':n:vh' o; do case $o in n) count=$OPTARG ;; v) verbose=true ;; h) usage; exit ;; :) die "-$OPTARG needs an argument" ;; \?) die "bad -$OPTARG" ;; esac; done
shift $((OPTIND - 1)); echo "count=$count verbose=$verbose rest=$*"
require() { for t; do command -v "$t" >/dev/null || die "$t is needed"; done; }
require ip ping awk sed jq
[[ $EUID -eq 0 ]] || die "root only"
(( count >= 1 && count <= 9 )) || die "count"
ip link add br0 type bridge && ip link set br0 up
for ((i = 1; i <= count; i++)); do
  ns=$(printf 'host%02d' "$i")
  ip netns add "$ns"
  ip link add "v$i" type veth peer name eth0 netns "$ns"
  ip link set "v$i" master br0 up
  ip netns exec "$ns" bash -es <<EOS
ip addr add $PREFIX.0.$i/24 dev eth0
ip link set eth0 up
ip link set lo up
EOS
done
mapfile -t spaces < <(ip netns list | awk '{print $1}' | sort)
echo "${#spaces[@]}: ${spaces[*]}"; echo "last: ${spaces[-1]} slice: ${spaces[@]:1:2} upper: ${spaces[0]^^}"
sleep 1.5
pids=()
for ns in "${spaces[@]}"; do
  ip netns exec "$ns" ping -c 2 -i 0.2 -q "$PREFIX.0.1" > "/tmp/$ns.log" 2>&1 & pids+=($!)
done
fail=0; for p in "${pids[@]}"; do wait "$p" || fail=$((fail + 1)); done; echo "failed: $fail"
grep -h -o '[0-9]* received' /tmp/host*.log | sort | uniq -c
while IFS=' ' read -r dev state addrs; do printf '%-6s|%-8s|%s\n' "${dev%%@*}" "$state" "$addrs"; done < <(ip -n host02 -br -4 addr)
addr=$(ip -n host03 -o -4 addr show dev eth0 | sed -nE 's/.*inet ([0-9.]+)\/([0-9]+).*/\1 \2/p'); read -r a len <<<"$addr"; echo "a=$a len=$len"
IFS=. read -ra oct <<<"$a"; printf '%02x' "${oct[@]}"; echo
mask=$(( 0xffffffff << (32 - len) & 0xffffffff )); printf '%d.%d.%d.%d\n' $((mask>>24)) $((mask>>16&255)) $((mask>>8&255)) $((mask&255))
ip -j -n host01 addr show eth0 | jq -r '.[] | .ifname + " " + (.addr_info[] | select(.family=="inet") | "\(.local)/\(.prefixlen)")'
ip -n host01 -o link | awk -F': ' '{split($2, n, "@"); print NR, n[1]}'
if ! out=$(ip netns exec host01 ping -c1 -W1 $PREFIX.0.99 2>&1); then echo "rc=$? last: $(tail -n +2 <<<"$out" | grep -c Unreachable)"; fi
timeout 1 ip netns exec host01 ping -i 0.3 $PREFIX.0.2 > /tmp/t || echo "timeout: $?"
retry() { local n=$1; shift; until "$@"; do ((n--)) || return 1; sleep 0.1; done; }
retry 2 false || echo "gave up"
n=0; retry 5 eval '(( ++n >= 3 ))' && echo "n=$n"
diff <(ip -n host01 route) <(ip -n host02 route) | grep -c '^[<>]' || true
case $(uname -s) in Linux) echo linux ;; *) echo other ;; esac
trap 'echo "trap: $?"; for ns in "${spaces[@]}"; do ip netns del "$ns"; done; ip netns | wc -l' EXIT
ip -s -n host01 link show eth0 | awk '/RX:/{getline; print "rx", ($1>0), ($2>0)}'
tee /tmp/a /tmp/b <<<"both" | tr a-z A-Z; cmp /tmp/a /tmp/b && echo same
printf '%s\n' "${spaces[@]/host/node}" | paste -sd, -
seq 1 3 | xargs -I{} ip netns exec host01 ping -c1 -q $PREFIX.0.{} | grep -c '1 received'
: "${UNSET_VARIABLE:?must be set}"
