# A ruleset like that of firewalld, and one with a bit of everything.
nft -f - <<'N'
table inet firewalld {
	chain mangle_PREROUTING { type filter hook prerouting priority mangle + 10; policy accept; jump mangle_PREROUTING_ZONES
	}
	chain mangle_PREROUTING_ZONES { iifname "docker0" goto mangle_PRE_docker
		goto mangle_PRE_public
	}
	chain mangle_PRE_docker { return; }
	chain mangle_PRE_public { return; }
	chain nat_PREROUTING { type nat hook prerouting priority dstnat + 10; policy accept; }
	chain nat_POSTROUTING { type nat hook postrouting priority srcnat + 10; policy accept; oifname "eth0" masquerade
	 ip daddr != 224.0.0.0/4 meta nfproto ipv4 oifname != "lo" masquerade
	}
	chain filter_PREROUTING { type filter hook prerouting priority filter + 10; policy accept;
		icmpv6 type { nd-router-advert, nd-neighbor-solicit } accept
		meta nfproto ipv6 fib saddr . mark . iif oif missing drop
	}
	chain filter_INPUT { type filter hook input priority filter + 10; policy accept;
		ct state { established, related } accept
		ct status dnat accept
		iifname "lo" accept
		ct state { invalid } drop
		reject with icmpx type admin-prohibited
	}
	chain filter_FORWARD { type filter hook forward priority filter + 10; policy accept;
		ip6 daddr { ::/96, ::ffff:0.0.0.0/96, 2002::/24, 2002:a00::/24, 2002:7f00::/24, 2002:a9fe::/32, 2002:ac10::/28, 2002:c0a8::/32, 2002:e000::/19 } reject with icmpv6 type addr-unreachable
		ct state vmap { established : accept, related : accept }
	}
	chain raw { tcp dport 22 ct state { new, untracked } accept
		udp dport 5353 ip daddr 224.0.0.251 ct state { new, untracked } accept
		ip6 daddr fe80::/64 udp dport 546 ct state { new, untracked } accept
		meta mark and 0xff00 == 0x1200 meta mark set meta mark or 0x1
		meta mark & 0x0000ff00 != 0x00001200 ct mark set meta mark
		tcp dport { 80, 443 } ct count over 10 reject with tcp reset
		ether saddr 00:11:22:33:44:55 ip saddr . tcp dport { 10.0.0.1 . 22, 10.0.0.2 . 80-90 } accept
		ip saddr { 10.0.0.0/8, 192.168.0.0-192.168.1.255, 172.16.0.1 } counter
		meta skuid { root, 1000 } meta cpu 0 meta length > 100 accept
		ip6 nexthdr ipv6-icmp icmpv6 code no-route drop
		vlan id 5 accept
		meta iiftype ether meta oif "lo" log prefix "x: " group 2
	}
}
N
nft list ruleset
nft list chain inet firewalld raw
nft -f - <<'N'
table inet f2 {
 chain raw {
		meta mark and 0xff00 == 0x1200 meta mark set meta mark or 0x1
		meta mark & 0x0000ff00 != 0x00001200 ct mark set meta mark
		tcp dport { 80, 443 } ct count over 10 reject with tcp reset
		ether saddr 00:11:22:33:44:55 ip saddr . tcp dport { 10.0.0.1 . 22, 10.0.0.2 . 80-90 } accept
		ip saddr { 10.0.0.0/8, 192.168.0.0-192.168.1.255, 172.16.0.1 } counter
		meta skuid { root, 1000 } meta cpu 0 meta length > 100 accept
		ip6 nexthdr ipv6-icmp icmpv6 code no-route drop
		meta iiftype ether meta oif "lo" log prefix "x: " group 2
		ip protocol . th dport vmap { tcp . 22 : accept, udp . 53 : drop }
		iifname . ip saddr vmap { "eth0" . 10.0.0.0/8 : jump x, "eth1" . 1.1.1.1 : drop }
		ct original ip daddr 1.2.3.4 ct original proto-dst 80 accept
		ct bytes > 1000 ct packets 5-10 ct expiration > 30s ct id 5 accept
		ip saddr @dyn drop
		tcp dport 22 ct state new add @dyn { ip saddr timeout 30s limit rate over 5/minute burst 3 packets counter } drop
		tcp flags syn / syn,ack,rst tcp option maxseg size 1-500 drop
		numgen random mod 3 vmap { 0 : jump x, 1 : accept, 2 : drop }
		ip ttl set 64 ip dscp set cs1 ip6 hoplimit 5
	}
	chain x { }
	set dyn { type ipv4_addr; flags dynamic, timeout; size 65535; timeout 1m; }
	counter c1 { packets 1 bytes 2; comment "hi" }
	quota q1 { over 25 mbytes used 3 kbytes }
	limit l1 { rate over 10 mbytes/second burst 5 kbytes }
	map m1 { type ipv4_addr : counter; elements = { 1.2.3.4 : c1 } }
	chain y { counter name ip saddr map @m1 quota name "q1" limit name "l1" drop
	 counter name tcp dport map { 1 : "c1" }
 }
}
N
nft list ruleset; nft -s list ruleset | md5sum; nft -j list ruleset | jq -S .
