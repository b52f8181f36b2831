# What rules do with packets between two namespaces
ip netns add a; ip netns add b
ip link add veth0 netns a type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0; ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a addr add fd00::1/64 dev veth0 nodad; ip -n b addr add fd00::2/64 dev veth1 nodad
ip -n a link set veth0 up; ip -n b link set veth1 up
sleep 1.5
show() { ip netns exec a ping -c 1 -W 1 "$@" 2>&1 | sed 's/time=.*//; /rtt/d; s/, time.*//'; }
n() { ip netns exec b nft "$@"; }
n -f - <<X
table inet f {
	counter in { }
	chain input {
		type filter hook input priority filter;
		meta l4proto icmp counter name in
		ip saddr 10.0.0.1 ip daddr 10.0.0.2 icmp type echo-request counter
		ip6 saddr fd00::1 icmpv6 type echo-request counter
	}
	chain output {
		type filter hook output priority filter;
		oifname "veth1" meta l4proto { icmp, ipv6-icmp } counter
	}
}
X
show 10.0.0.2
show fd00::2
n list ruleset
n add rule inet f input ip saddr 10.0.0.1 reject with icmp type admin-prohibited
show 10.0.0.2
n flush chain inet f input
n add rule inet f input ip saddr 10.0.0.1 icmp type echo-request drop
show 10.0.0.2
n flush chain inet f input
n add rule inet f input icmp type echo-request limit rate 1/minute burst 1 packets counter accept
n add rule inet f input icmp type echo-request counter drop
ip netns exec a ping -c 3 -i 0.2 -W 1 -q 10.0.0.2 | sed '/rtt/d; s/, time.*//'
n list chain inet f input
n flush ruleset
n -f - <<X
table ip m {
	set seen { type ipv4_addr; size 10; flags dynamic; }
	chain pre {
		type filter hook prerouting priority raw;
		icmp type echo-request update @seen { ip saddr }
		icmp type echo-request add @seen { ip saddr counter }
		meta mark set 0x10
		icmp type echo-request ip ttl set 7
	}
	chain in {
		type filter hook input priority 0;
		meta mark 0x10 ip ttl 7 counter
		ip saddr vmap { 10.0.0.1 : jump other, 10.0.0.9 : drop }
		counter
	}
	chain other { icmp type echo-request counter accept; }
}
X
n -f - <<X
table ip m {
	set seen { type ipv4_addr; size 10; flags dynamic; }
	chain pre {
		type filter hook prerouting priority raw;
		icmp type echo-request add @seen { ip saddr }
		meta mark set 0x10
		icmp type echo-request ip ttl set 7
	}
	chain in {
		type filter hook input priority 0;
		meta mark 0x10 ip ttl 7 counter
		ip saddr vmap { 10.0.0.1 : jump other, 10.0.0.9 : drop }
		counter
	}
	chain other { icmp type echo-request counter accept; }
}
X
show 10.0.0.2
n list ruleset
n flush ruleset
n add table netdev d
n add chain netdev d in '{ type filter hook ingress device veth1 priority 0; }'
n add rule netdev d in ip protocol icmp counter drop
show 10.0.0.2
n list ruleset
n flush ruleset
n -f - <<X
table inet k {
	chain in {
		type filter hook input priority filter;
		fib daddr type local counter
		fib saddr type local counter
		fib daddr type { broadcast, multicast } counter
	}
}
table ip k {
	chain pre {
		type filter hook prerouting priority raw;
		fib saddr . iif oif missing counter
		fib saddr . iif oif exists counter
		fib saddr oifname "veth1" counter
	}
}
X
show 10.0.0.2
show fd00::2
n list ruleset | sed 's/counter packets.*//' 
n list chain ip k pre
