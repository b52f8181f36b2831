#!/bin/bash
# A path MTU black hole: a narrow link behind a router whose ICMP is dropped, and the three ways out.
set -e
for n in a r b; do ip netns add $n; ip -n $n link set lo up; done
ip link add eth0 netns a type veth peer name ra netns r
ip link add rb netns r type veth peer name eth0 netns b
ip -n a addr add 10.0.0.1/24 dev eth0; ip -n r addr add 10.0.0.254/24 dev ra
ip -n r addr add 10.0.1.254/24 dev rb; ip -n b addr add 10.0.1.1/24 dev eth0
ip -n r link set rb mtu 1400; ip -n b link set eth0 mtu 1400
for x in "a eth0" "r ra" "r rb" "b eth0"; do set -- $x; ip -n $1 link set $2 up; done
ip -n a route add default via 10.0.0.254; ip -n b route add default via 10.0.1.254
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
sleep 1.5
echo "# 1 it works: the router tells"
ip netns exec a ping -c 2 -i 0.2 -s 1472 -M do 10.0.1.1 || echo "rc $?"
ip -n a route get 10.0.1.1 | sed 's/expires [0-9]*sec/expires Nsec/'
ip -n a route flush cache
ip netns exec a ping -c 1 -s 1472 -M dont 10.0.1.1 | grep bytes
ip netns exec a tracepath -n 10.0.1.1 | sed -E 's/ +[0-9.]+ms/ T/'
ip -n a route flush cache
echo "# 2 the black hole"
ip netns exec r iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP
ip netns exec a ping -c 2 -i 0.2 -W 1 -s 1472 -M do 10.0.1.1 || echo "rc $?"
head -c 200000 /dev/zero | tr '\0' x > /tmp/big
send() { 
  rm -f /tmp/got
  timeout 3 ip netns exec b nc -l -p 9000 > /tmp/got & 
  sleep 0.3
  timeout 2 ip netns exec a nc -N 10.0.1.1 9000 < /tmp/big; echo "$1: rc $? $(stat -c %s /tmp/got 2>/dev/null)"
  wait
}
set +e
# the server announces a small MSS itself, so make it lie
ip netns exec r iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 1460
send blackhole
echo "# 3 clamp"
ip netns exec r iptables -t mangle -F
ip netns exec r iptables -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
send clamped
ip netns exec r iptables -t mangle -nvL FORWARD | awk 'NR > 2 {print ($1 > 0), $3, $NF}'
echo "# 4 the route"
ip netns exec r iptables -t mangle -F
ip -n a route replace 10.0.1.0/24 via 10.0.0.254 mtu lock 1400
ip netns exec a ping -c 1 -s 1472 -M do 10.0.1.1
ip -n a route get 10.0.1.1
send locked
echo "# 5 the router may tell again"
ip -n a route del 10.0.1.0/24
ip netns exec r iptables -S; ip netns exec r iptables -F
send told
ip -n a route show cache | sed 's/expires [0-9]*sec/expires Nsec/'
