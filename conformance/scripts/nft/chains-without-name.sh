# chains without a name
ip link set lo up
nft -f - <<'X'
table ip t {
	chain out {
		type filter hook output priority filter; policy accept;
		ip daddr 127.0.0.1 jump { icmp type echo-request counter; counter comment "rest"; }
		udp dport 5 goto {
			counter drop
		}
		ip ttl 64 jump { tcp dport { 1, 2 } counter; counter; }
	}
}
X
ping -c 1 -q 127.0.0.1 > /dev/null
nft list ruleset
nft -a list chain ip t out
nft list chains
nft -j list chain ip t out | sed 's/.*"expr"//'
nft monitor > mon & p=$!
sleep 0.7
nft add rule ip t out tcp dport 22 jump '{ counter; drop; }'
nft insert rule ip t out jump '{ counter; }'
nft delete rule ip t out handle 2
nft -a list table ip t | grep -n handle | head -20
nft delete rule ip t out handle 99
nft add rule ip t out jump '{ counter; foo bar; }'
nft add rule ip t out jump '{ jump nowhere; }'
nft add rule ip t out 'jump { counter }'
nft add rule ip t out 'ip ttl 1 jump { ip ttl 2 goto { counter; }; ip daddr { 1.1.1.1, 2.2.2.2 } drop; }'
nft -a list table ip t | wc -l
nft list chain ip t out
nft flush chain ip t out
nft list ruleset
nft add rule ip t out jump '{ counter; }'
nft delete table ip t
sleep 0.7; kill $p; wait 2>/dev/null
grep -v "^# new" mon | sed "s,__chain[0-9]*,__chainN,"
