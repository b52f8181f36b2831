#!/bin/bash
# Calico's data path: /32 addresses, 169.254.1.1 as the gateway, proxy_arp on the host's side, routes to each workload.
set -e
for h in 1 2; do
  ip netns add host$h
  ip netns exec host$h sysctl -qw net.ipv4.ip_forward=1
done
ip link add eth0 netns host1 type veth peer name eth0 netns host2
ip -n host1 addr add 10.0.0.1/24 dev eth0; ip -n host2 addr add 10.0.0.2/24 dev eth0
ip -n host1 link set eth0 up; ip -n host2 link set eth0 up
for h in 1 2; do
  for w in a b; do
    pod=pod-$w$h; cali=cali$w$h
    ip netns add $pod
    ip link add $cali netns host$h address ee:ee:ee:ee:ee:ee type veth peer name eth0 netns $pod
    ip -n host$h link set $cali up
    ip netns exec host$h sh -c "echo 1 > /proc/sys/net/ipv4/conf/$cali/proxy_arp; echo 0 > /proc/sys/net/ipv4/neigh/$cali/proxy_delay; echo 1 > /proc/sys/net/ipv4/conf/$cali/forwarding"
    n=$(( $(printf '%d' "'$w") - 96 ))
    ip -n host$h route add 192.168.$h.$n/32 dev $cali scope link
    ip -n $pod addr add 192.168.$h.$n/32 dev eth0
    ip -n $pod link set eth0 up
    ip -n $pod route add 169.254.1.1 dev eth0 scope link
    ip -n $pod route add default via 169.254.1.1 dev eth0
  done
done
ip -n host1 route add blackhole 192.168.1.0/24
ip -n host1 route add 192.168.2.0/24 via 10.0.0.2
ip -n host2 route add blackhole 192.168.2.0/24
ip -n host2 route add 192.168.1.0/24 via 10.0.0.1 proto bird
sleep 1.5
echo "# the same host"; ip netns exec pod-a1 ping -c 1 192.168.1.2
echo "# another host"; ip netns exec pod-a1 ping -c 1 192.168.2.2
echo "# nobody"; ip netns exec pod-a1 ping -c 1 -W 1 192.168.1.77
echo "# nobody there"; ip netns exec pod-a1 ping -c 1 -W 1 192.168.2.77 || true
ip -n pod-a1 neigh
ip -n pod-a1 route
ip -n host1 route
ip -n host2 route show proto bird
ip -n host1 -br link show type veth | awk '{print $1, $2, $3}'
ip netns exec pod-a1 tracepath -n 192.168.2.2
ip netns exec host1 sysctl net.ipv4.conf.calia1.proxy_arp net.ipv4.conf.calia1.rp_filter
# policy: drop by default, allow by mark
ip netns exec host1 iptables -N cali-tw-a1
ip netns exec host1 iptables -A FORWARD -o calia1 -j cali-tw-a1
ip netns exec host1 iptables -A cali-tw-a1 -m comment --comment "cali:abc" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
ip netns exec host1 iptables -A cali-tw-a1 -m comment --comment "Start of policies" -j MARK --set-xmark 0x0/0x20000
ip netns exec host1 iptables -A cali-tw-a1 -s 192.168.2.1 -j MARK --set-xmark 0x10000/0x10000
ip netns exec host1 iptables -A cali-tw-a1 -m mark --mark 0x10000/0x10000 -j RETURN
ip netns exec host1 iptables -A cali-tw-a1 -m comment --comment "Drop if no policies passed packet" -j DROP
ip netns exec pod-a2 ping -q -c 1 -W 1 192.168.1.1 | tail -n +4 | head -1
ip netns exec pod-b2 ping -q -c 1 -W 1 192.168.1.1 | tail -n +4 | head -1
ip netns exec host1 iptables -nvL cali-tw-a1
