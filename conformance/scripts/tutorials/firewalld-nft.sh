# The shape of what firewalld loads: zones by interface through maps and jumps of inet, with priorities +10.
ip link add dev eth0 type veth peer name peer0
nft -f - <<'E'
table inet firewalld {
	chain mangle_PREROUTING {
		type filter hook prerouting priority mangle + 10; policy accept;
		jump mangle_PREROUTING_ZONES
	}
	chain mangle_PREROUTING_ZONES {
		iifname "eth0" goto mangle_PRE_public
		goto mangle_PRE_public
	}
	chain mangle_PRE_public {
		jump mangle_PRE_public_pre
		jump mangle_PRE_public_log
		jump mangle_PRE_public_deny
	}
	chain mangle_PRE_public_pre {
	}
	chain mangle_PRE_public_log {
	}
	chain mangle_PRE_public_deny {
	}
	chain nat_POSTROUTING {
		type nat hook postrouting priority srcnat + 10; policy accept;
		jump nat_POSTROUTING_ZONES
	}
	chain nat_POSTROUTING_ZONES {
		oifname "eth0" goto nat_POST_public
		goto nat_POST_public
	}
	chain nat_POST_public {
		meta nfproto ipv4 oifname != "lo" masquerade
	}
	chain filter_PREROUTING {
		type filter hook prerouting priority filter + 10; policy accept;
		icmpv6 type { nd-router-advert, nd-neighbor-solicit } accept
		meta nfproto ipv6 fib saddr . mark . iif oif missing drop
	}
	chain filter_INPUT {
		type filter hook input priority filter + 10; policy accept;
		ct state { established, related } accept
		ct status dnat accept
		iifname "lo" accept
		jump filter_INPUT_ZONES
		ct state invalid drop
		reject with icmpx admin-prohibited
	}
	chain filter_INPUT_ZONES {
		iifname "eth0" goto filter_IN_public
		goto filter_IN_public
	}
	chain filter_IN_public {
		jump filter_IN_public_allow
		meta l4proto { icmp, ipv6-icmp } accept
	}
	chain filter_IN_public_allow {
		tcp dport 22 accept
		ip6 daddr fe80::/64 udp dport 546 accept
		ip saddr 10.0.0.0/8 tcp dport { 80, 443, 8000-8010 } ct state new,untracked accept comment "rich rule"
	}
	chain filter_OUTPUT {
		type filter hook output priority filter + 10; policy accept;
		ct state { established, related } accept
		oifname "lo" accept
		ip6 daddr { ::/96, ::ffff:0.0.0.0/96, 2002:0000::/24, 2002:0a00::/24, 2002:7f00::/24 } reject with icmpv6 addr-unreachable
	}
	flowtable fastpath {
		hook ingress priority filter + 10
		devices = { eth0 }
	}
}
E
nft list ruleset
nft list chains
nft -s list table inet firewalld | wc -l
nft -a list chain inet firewalld filter_IN_public_allow
