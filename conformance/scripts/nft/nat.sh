# Connection states, masquerading and published ports between three namespaces
ip netns add inside; ip netns add gw; ip netns add out
ip link add veth0 netns inside type veth peer name veth1 netns gw
ip link add veth2 netns gw type veth peer name veth3 netns out
ip -n inside addr add 10.0.0.2/24 dev veth0; ip -n gw addr add 10.0.0.1/24 dev veth1
ip -n gw addr add 192.0.2.1/24 dev veth2; ip -n out addr add 192.0.2.2/24 dev veth3
for p in inside:veth0 gw:veth1 gw:veth2 out:veth3 inside:lo gw:lo out:lo; do ip -n ${p%:*} link set ${p#*:} up; done
ip -n inside route add default via 10.0.0.1
ip netns exec gw sysctl -q net.ipv4.ip_forward=1
sleep 1.5
g() { ip netns exec gw nft "$@"; }
show() { ip netns exec $1 ping -c 1 -W 1 $2 2>&1 | sed 's/time=.*//; /rtt/d; s/, time.*//'; }
g -f - <<X
table ip nat {
	chain pre {
		type nat hook prerouting priority dstnat;
		iifname "veth2" icmp type echo-request counter dnat to 10.0.0.2
	}
	chain post {
		type nat hook postrouting priority srcnat;
		oifname "veth2" counter masquerade
	}
}
table inet filter {
	chain forward {
		type filter hook forward priority filter; policy drop;
		ct state vmap { established : accept, related : accept, invalid : drop }
		iifname "veth1" ct state new counter accept
		ct status dnat counter accept
	}
	chain input {
		type filter hook input priority filter;
		ct state new ct direction original counter
		ct original ip saddr 192.0.2.2 counter
		ct mark set 5
	}
}
X
show inside 192.0.2.2
show out 192.0.2.1
show out 10.0.0.2
g list ruleset
g add rule ip nat pre tcp dport 8080 dnat to 10.0.0.2:80
g add rule ip nat pre udp dport 53 redirect to :5353
g add rule ip nat post ip saddr 10.0.0.0/24 snat to 192.0.2.1-192.0.2.5 random
g add rule ip nat post meta l4proto tcp masquerade to :1024-2048
g add rule ip nat pre masquerade
g add rule ip nat post dnat to 1.2.3.4
g add rule inet filter input dnat ip to 1.2.3.4
g list table ip nat
g flush ruleset
show inside 192.0.2.2
