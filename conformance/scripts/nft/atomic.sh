# A file is applied as a whole or not at all; -c only tries
nft -f - <<X
table ip t {
	chain a { }
	chain b { jump a; }
}
X
nft -f - <<X
add rule ip t a counter
add rule ip t nosuch counter
add rule ip t a drop
X
nft list ruleset
nft -f - <<X
flush ruleset
table ip t2 { chain x { type filter hook input priority filter; policy drop; }; }
add rule ip t2 x jump nosuch
X
nft list ruleset
nft -c add table ip q
nft list tables
nft -f - <<X
delete table ip t
table ip t { chain z { counter; }; }
X
nft list ruleset
nft -f - <<X
define ports = { 22, 80 }
define net = 10.0.0.0/8
table inet f {
	chain c {
		tcp dport \$ports ip saddr \$net accept
		ip daddr \$nosuch drop
	}
}
X
nft -f - <<X
define ports = { 22, 80 }
define net = 10.0.0.0/8
table inet f {
	chain c {
		tcp dport \$ports ip saddr \$net accept
	}
}
X
nft list table inet f
nft insert rule inet f c counter
nft add rule inet f c position 3 udp dport 5
nft -a list chain inet f c
nft replace rule inet f c handle 4 udp dport 6
nft -a list chain inet f c
nft delete rule inet f c handle 99
nft delete rule inet f c handle 4
nft rename chain inet f c d
nft list table inet f
nft create table inet f
nft create chain inet f d
nft delete table inet nosuch
nft delete chain inet f nosuch
nft add chain inet f e '{ type filter hook nosuch priority 0; }'
nft add chain inet f e '{ type nosuch hook input priority 0; }'
nft add chain inet f e '{ type filter hook input priority nosuch; }'
nft add chain inet f e '{ type filter hook input priority srcnat; }'
nft flush chain inet f d
nft list table inet f
nft flush ruleset
nft list ruleset
nft
nft list
nft nosuch
nft -f /nosuch
nft --nosuch
