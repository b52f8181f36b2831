# kube-proxy's nft mode in small: maps of services, numgen, ct mark.
set -e
ip netns add p1; ip netns add p2
ip link set lo up
for i in 1 2; do
  ip link add vethp$i type veth peer name eth0 netns p$i
  ip addr add 169.254.1.1/32 dev vethp$i; ip link set vethp$i up
  ip route add 10.1.0.$i dev vethp$i scope link
  ip -n p$i addr add 10.1.0.$i/32 dev eth0
  ip -n p$i link set eth0 up; ip -n p$i link set lo up
  ip -n p$i route add 169.254.1.1 dev eth0 scope link
  ip -n p$i route add default via 169.254.1.1
done
sysctl -q net.ipv4.ip_forward=1
nft -f - <<'NFT'
table ip kube-proxy {
	comment "rules for kube-proxy"
	set cluster-ips { type ipv4_addr; elements = { 172.30.0.41, 172.30.0.42 } }
	map service-ips {
		type ipv4_addr . inet_proto . inet_service : verdict
		elements = { 172.30.0.41 . tcp . 80 : goto service-web }
	}
	map no-endpoint-services {
		type ipv4_addr . inet_proto . inet_service : verdict
		elements = { 172.30.0.42 . tcp . 80 comment "ns1/svc2" : goto reject-chain }
	}
	chain reject-chain { reject }
	chain mark-for-masquerade { mark set mark or 0x4000 }
	chain masquerading {
		mark and 0x4000 == 0 return
		mark set mark xor 0x4000
		masquerade fully-random
	}
	chain services {
		ip daddr . meta l4proto . th dport vmap @service-ips
	}
	chain service-web {
		ip saddr != 10.1.0.0/16 jump mark-for-masquerade
		numgen inc mod 2 vmap { 0 : goto endpoint-1, 1 : goto endpoint-2 }
	}
	chain endpoint-1 { ip saddr 10.1.0.1 jump mark-for-masquerade; meta l4proto tcp dnat to 10.1.0.1:8080 }
	chain endpoint-2 { ip saddr 10.1.0.2 jump mark-for-masquerade; meta l4proto tcp dnat to 10.1.0.2:8080 }
	chain cluster-ips-check { ip daddr @cluster-ips reject with icmp type host-prohibited comment "Reject traffic to invalid ports of ClusterIPs" }
	chain nat-prerouting { type nat hook prerouting priority dstnat; jump services }
	chain nat-output { type nat hook output priority dstnat; jump services }
	chain nat-postrouting { type nat hook postrouting priority srcnat; jump masquerading }
	chain filter-forward { type filter hook forward priority -110; ct state new jump service-endpoints-check; ct state new jump cluster-ips-check }
	chain filter-output { type filter hook output priority -110; ct state new jump service-endpoints-check; ct state new jump cluster-ips-check }
	chain service-endpoints-check { ip daddr . meta l4proto . th dport vmap @no-endpoint-services }
}
NFT
for i in 1 2; do
  mkdir -p /tmp/p$i; echo "p$i" > /tmp/p$i/index.html
  ip netns exec p$i busybox httpd -p 8080 -h /tmp/p$i
done
ip route add 172.30.0.0/24 via 10.1.0.1 dev vethp1 onlink src 169.254.1.1
sleep 1.5
for _ in 1 2 3; do curl -s 172.30.0.41; done
curl -sS -m 2 172.30.0.42 || echo "rc $?"
curl -sS -m 2 172.30.0.41:81 || echo "rc $?"
ip netns exec p2 curl -sS -m 2 172.30.0.41 || echo "rc $?"
ip netns exec p2 curl -sS -m 2 172.30.0.41 || echo "rc $?"
ip netns exec p2 curl -sS -m 2 172.30.0.42 || echo "rc $?"
nft list ruleset
nft list map ip kube-proxy no-endpoint-services
nft add element ip kube-proxy service-ips '{ 172.30.0.42 . tcp . 80 : goto endpoint-2 }'
nft delete element ip kube-proxy no-endpoint-services '{ 172.30.0.42 . tcp . 80 }'
curl -s 172.30.0.42
nft -j list map ip kube-proxy service-ips | jq -c '.nftables[1].map.elem[]'
nft delete chain ip kube-proxy endpoint-1
nft -a list chain ip kube-proxy services
