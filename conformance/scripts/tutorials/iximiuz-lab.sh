# The well-known container networking post, section by section.
inspect() {
  echo "> Network devices"
  ip link
  echo -e "\n> Route table"
  ip route
  echo -e "\n> iptables rules"
  iptables --list-rules
}
inspect
ip netns add netns0
ip netns
nsenter --net=/run/netns/netns0 bash -c 'ip link; ip route; iptables --list-rules'
ip link add veth0 type veth peer name ceth0
ip link set ceth0 netns netns0
ip link set veth0 up
ip addr add 172.18.0.11/16 dev veth0
nsenter --net=/run/netns/netns0 bash <<'IN'
ip link set lo up
ip link set ceth0 up
ip addr add 172.18.0.10/16 dev ceth0
ip link | grep -v link/
IN
sleep 1.5
nsenter --net=/run/netns/netns0 ping -c 2 172.18.0.11
ping -c 2 172.18.0.10
nsenter --net=/run/netns/netns0 ip route
ping -c 1 -W 1 172.18.0.99
nsenter --net=/run/netns/netns0 ping -c 1 8.8.8.8
echo "$?"
ip netns add netns1
ip link add veth1 type veth peer name ceth1
ip link set ceth1 netns netns1
ip link set veth1 up
ip addr add 172.18.0.21/16 dev veth1
nsenter --net=/run/netns/netns1 bash -c '
  ip link set lo up; ip link set ceth1 up; ip addr add 172.18.0.20/16 dev ceth1'
sleep 1.5
nsenter --net=/run/netns/netns1 ping -c 2 172.18.0.21
nsenter --net=/run/netns/netns1 ping -c 2 -W 1 172.18.0.11
ping -c 2 -W 1 172.18.0.20
ip route
echo "=== Start over with a bridge"
ip netns delete netns0
ip netns delete netns1
sleep 0.3
ip -br link
for i in 0 1; do
  ip netns add netns$i
  ip link add veth$i type veth peer name ceth$i
  ip link set veth$i up
  ip link set ceth$i netns netns$i
  nsenter --net=/run/netns/netns$i sh -c "ip link set lo up && ip link set ceth$i up && ip addr add 172.18.0.$((i+1))0/16 dev ceth$i"
done
ip link add br0 type bridge
ip link set br0 up
ip link set veth0 master br0
ip link set veth1 master br0
sleep 1.5
nsenter --net=/run/netns/netns0 ping -c 2 172.18.0.20
nsenter --net=/run/netns/netns0 ip neigh
ping -c 1 172.18.0.10
ip addr add 172.18.0.1/16 dev br0
ip route
ping -c 1 172.18.0.10
for i in 0 1; do nsenter --net=/run/netns/netns$i ip route add default via 172.18.0.1; done
cat /proc/sys/net/ipv4/ip_forward
echo 1 > /proc/sys/net/ipv4/ip_forward
iptables -t nat -A POSTROUTING -s 172.18.0.0/16 ! -o br0 -j MASQUERADE
iptables -t nat --list-rules
cd /tmp
nsenter --net=/run/netns/netns0 python3 -m http.server --bind 172.18.0.10 5000 >/dev/null 2>&1 &
sleep 1
curl -s 172.18.0.10:5000 | head -3
iptables -t nat -A PREROUTING -d 10.0.0.15 -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000
iptables -t nat -A OUTPUT -d 10.0.0.15 -p tcp -m tcp --dport 5000 -j DNAT --to-destination 172.18.0.10:5000
ip addr add 10.0.0.15/24 dev lo
curl -sI 10.0.0.15:5000 | head -1
kill %1
wait 2>/dev/null
inspect | grep -v link/ether
