# Expressions, each on the same capture.
for ns in a r b; do
  ip netns add $ns
  ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
done
ip link add a0 netns a index 5 address 02:00:00:00:00:0a type veth peer name ra netns r address 02:00:00:00:01:0a
ip link add b0 netns b index 5 address 02:00:00:00:00:0b type veth peer name rb netns r address 02:00:00:00:01:0b
ip -n a addr add 10.0.1.2/24 dev a0
ip -n r addr add 10.0.1.1/24 dev ra
ip -n r addr add 10.0.2.1/24 dev rb
ip -n b addr add 10.0.2.2/24 dev b0
ip -n a link set a0 up
ip -n r link set ra up
ip -n r link set rb up
ip -n b link set b0 up
ip -n a route add default via 10.0.1.1
ip -n b route add default via 10.0.2.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
ip -n a neigh add 10.0.1.1 lladdr 02:00:00:00:01:0a dev a0
ip netns exec r tcpdump -ni ra -w cap 2>/dev/null & sleep 0.6
ip netns exec a ping -q -c 1 -e 5 10.0.2.2 >/dev/null
ip netns exec a ping -q -c 1 -e 6 -t 1 10.0.2.2 >/dev/null
ip netns exec a ping -q -c 1 -e 7 -s 1600 10.0.1.1 >/dev/null
ip netns exec a bash -c 'echo hello > /dev/udp/10.0.2.2/5353; echo x > /dev/udp/10.0.2.2/80' 2>/dev/null
ip netns exec a arping -q -c 1 -I a0 10.0.1.1
sleep 0.5; kill -INT %1; wait
count() { printf '%s: ' "$*"; tcpdump -n -r cap "$@" 2>/dev/null | wc -l; }
count; count icmp; count arp; count ip; count ip6; count udp; count tcp; count not icmp
count host 10.0.2.2; count src 10.0.1.2; count dst 10.0.1.1; count src host 10.0.1.1 and icmp
count net 10.0.2.0/24; count src net 10.0.1; count net 10.0.2.0 mask 255.255.255.0
count port 80; count dst port 5353; count udp port 80 or port 5353; count portrange 50-100; count src port 80
count ether host 02:00:00:00:00:0a; count ether dst 02:00:00:00:01:0a; count ether broadcast; count ether proto 0x806; count broadcast; count multicast
count 'icmp[icmptype] == icmp-echo'; count 'icmp[0] = 11'; count 'icmp[icmptype] = icmp-timxceed'; count 'ip[8] < 64'; count 'ip[8] = 63'; count 'ip[6:2] & 0x1fff != 0'; count 'ip[6] & 0x20 != 0'
count greater 1000; count less 60; count len '>=' 100; count 'arp[6:2] = 1'; count 'ether[0] & 1 = 1'
count '(icmp or arp) and not host 10.0.2.2'; count proto 17; count ip proto '\icmp'; count 'icmp && src 10.0.1.1 || arp'; count '! arp'; count 'ip host 10.0.1.1'; count arp host 10.0.1.1
