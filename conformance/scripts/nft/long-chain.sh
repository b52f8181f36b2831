# Chains of many rules, of which few match: by address, by network, by port, by device and by mark, with jumps out of their middle
# and a verdict map behind them. What each rule has counted is shown, so that none may be forgotten nor asked twice.
ip netns add peer
ip link add veth0 type veth peer name veth1 netns peer
ip link set lo up
ip link set veth0 up
ip addr add 10.0.0.1/24 dev veth0
ip -n peer link set veth1 up
ip -n peer addr add 10.0.0.2/24 dev veth1
for i in 3 4 5 6 7; do ip -n peer addr add 10.0.0.$i/24 dev veth1; done
for i in 2 3 4 5 6 7; do ip neigh replace 10.0.0.$i lladdr $(ip -n peer -br link show veth1 | awk '{ print $3 }') dev veth0; done

{
  echo 'table ip t {'
  echo '  chain marked { counter; }'
  echo '  chain by-host { ip daddr 10.0.0.4 counter return'
  for i in $(seq 1 20); do echo "    ip daddr 10.0.0.$i icmp type echo-request counter"; done
  echo '  }'
  echo '  chain out { type filter hook output priority 0;'
  echo '    counter'
  for i in $(seq 100 160); do echo "    ip daddr 10.1.$i.1 counter drop"; done
  for i in $(seq 2 40); do echo "    ip daddr 10.0.0.$i counter"; done
  for i in $(seq 2 12); do echo "    ip daddr 10.0.0.$i counter mark set $i"; done
  for i in $(seq 1 12); do echo "    meta mark $i counter jump marked"; done
  for i in $(seq 1 30); do echo "    ip daddr 10.0.0.0/$i ip protocol icmp counter"; done
  for i in $(seq 1 30); do echo "    ip protocol udp udp dport $((5000 + i)) counter"; done
  for i in $(seq 1 12); do echo "    ip daddr 10.0.0.5 udp dport 500$((i % 3)) counter"; done
  for i in $(seq 1 12); do echo "    ip daddr 10.0.0.$i counter jump by-host"; done
  for i in $(seq 1 12); do echo "    meta oifname \"veth$((i % 4))\" ip daddr 10.0.0.$i counter"; done
  for i in $(seq 1 20); do echo "    ip ttl $((50 + i)) counter ip length $((70 + i)) counter"; done
  for i in $(seq 1 12); do echo "    ip daddr != 10.0.0.$i ip daddr & 255.255.255.254 == 10.0.0.$((i * 2)) counter"; done
  echo '    ip daddr 10.0.0.6 counter drop'
  for i in $(seq 1 12); do echo "    ip daddr 10.0.0.$i counter"; done
  echo '  }'
  echo '}'
} > /tmp/long-chain.nft
nft -f /tmp/long-chain.nft; echo $?

for round in 1 2 3 4 5 6 7 8 9 10; do
  for i in 2 3 4 5 6 7; do ping -c 1 -W 0.1 10.0.0.$i > /dev/null; done
done
for port in 5001 5002 5010; do echo x | nc -u -w 1 10.0.0.5 $port; done
sleep 0.5
nft list ruleset | grep -v 'packets 0 bytes 0$' | grep -v 'packets 0 bytes 0 '

# rules that come into the middle, and go
nft insert rule ip t out index 30 ip daddr 10.0.0.3 counter
handle=$(nft -a list chain ip t out | awk '/10.0.0.2 counter packets/ { print $NF; exit }')
nft delete rule ip t out handle $handle
for round in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do for i in 2 3; do ping -c 1 -W 0.1 10.0.0.$i > /dev/null; done; done
nft list chain ip t out | grep -n '10.0.0.[23] counter packets [1-9]'

# a rule that is added while the others are known
nft add rule ip t out ip daddr 10.0.0.2 counter accept
ping -c 1 -W 0.1 10.0.0.2 > /dev/null
nft list chain ip t out | tail -4
rm /tmp/long-chain.nft
