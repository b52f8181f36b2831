#!/bin/bash
# Two networks, a router, policy by iptables: the firewall lesson with LOG-like counters and ipset-less lists.
set -u
declare -A NET=( [red]=10.1.0 [blue]=10.2.0 )
for net in red blue; do
  ip link add br-$net type bridge
  ip link set br-$net up
done
ip netns add router
ip netns exec router sysctl -w net.ipv4.ip_forward=1
for net in red blue; do
  ip link add r-$net type veth peer name eth-$net netns router
  ip link set r-$net master br-$net up
  ip -n router addr add ${NET[$net]}.1/24 dev eth-$net
  ip -n router link set eth-$net up
  for h in 1 2; do
    ns=$net$h
    ip netns add $ns
    ip link add p-$ns type veth peer name eth0 netns $ns
    ip link set p-$ns master br-$net up
    ip -n $ns addr add ${NET[$net]}.1$h/24 dev eth0
    ip -n $ns link set eth0 up
    ip -n $ns link set lo up
    ip -n $ns route add default via ${NET[$net]}.1
  done
done
sleep 1.6
reach() { # from to
  if ip netns exec "$1" ping -q -c1 -W1 "$2" >/dev/null 2>&1; then echo ok; else echo "--"; fi
}
table() {
  printf '%-8s' ''; printf '%-12s' 10.1.0.11 10.1.0.12 10.2.0.11 10.2.0.12; echo
  for from in red1 red2 blue1 blue2; do
    printf '%-8s' $from
    for to in 10.1.0.11 10.1.0.12 10.2.0.11 10.2.0.12; do printf '%-12s' "$(reach $from $to)"; done
    echo
  done
}
table
echo "== red may begin, blue may answer"
R="ip netns exec router iptables"
$R -P FORWARD DROP
$R -A FORWARD -m state --state ESTABLISHED,RELATED -j ACCEPT
$R -A FORWARD -i eth-red -o eth-blue -j ACCEPT
table
echo "== REJECT in place of DROP"
$R -A FORWARD -j REJECT --reject-with icmp-admin-prohibited
ip netns exec blue1 ping -c 2 -i 0.2 -W 1 10.1.0.11
ip netns exec blue1 traceroute -n -w 1 -q 1 10.1.0.11
ip netns exec red1 traceroute -n -w 1 -q 1 10.2.0.11 | awk "NR > 1 {print \$1, \$2}"
sleep 2; ip netns exec blue1 nc -vz -w 1 10.1.0.11 22
$R -I FORWARD 2 -p tcp --dport 22 -j REJECT --reject-with tcp-reset
sleep 2; ip netns exec blue1 nc -vz -w 1 10.1.0.11 22
$R -L FORWARD -n --line-numbers
$R -D FORWARD 2
$R -R FORWARD 2 -i eth-red -s 10.1.0.11 -j ACCEPT
table
$R -S
$R -Z; $R -F; $R -P FORWARD ACCEPT; $R -S
ip netns exec router ip neigh | awk '{print $1, $3, $4}' | sed 's/lladdr/has/' | sort
for net in "${!NET[@]}"; do echo "$net ${NET[$net]}"; done | sort
