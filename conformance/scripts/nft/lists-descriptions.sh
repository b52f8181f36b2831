# Lists of one kind, descriptions, options behind commands, quotas in no unit.
nft add table inet t1
nft add table inet t2
nft add table ip t1
nft add set inet t1 s '{ type mark; }'
nft add set inet t2 s '{ type mark; }'
nft add set ip t1 s '{ type mark; }'
nft add map inet t1 m '{ type mark : mark; }'
nft add counter inet t1 c
nft add counter inet t2 c
nft add counter ip t1 c
echo A; nft list sets
echo B; nft list sets table inet t1
echo C; nft list sets inet
echo D; nft list maps
echo E; nft list maps table inet t1
echo F; nft list counters
echo G; nft list counters table inet t1
echo H; nft list counters inet
echo I; nft list flowtables
echo J; nft list limits
echo K; nft list limits table inet t1
echo L; nft list meters
echo M; nft list chains
echo N; nft list flowtables inet
echo O; nft list quotas table ip t1
echo P; nft list maps table inet t9
echo Q; nft list sets table inet t9
echo R; nft list counters table inet t9
echo S; nft list meters inet
for x in 'tcp flags' 'arp operation' 'icmp type' 'ip dscp' 'ct state' 'fib daddr type' 'meta hour' pkttype 'ether_type' 'iif' 'icmpv6 code' 'inet_service' 'ct direction' boolean 'ct_label' 'mark' 'ip6 dscp' 'ct status' 'tcp dport' 'ip saddr' foo '' 'meta mark' dscp 'icmp_type' devgroup   'nf_proto' '' 'uid' 'iface_type' 'ct zone' 'ct mark' 'ip version'     10.0.0.1 ; do echo "## $x"; nft describe $x; done
nft add table t
nft list tables -a
nft list tables --handle
nft -a list tables -n
nft list ruleset -x
nft 'list ruleset' -1
nft list -a tables
nft add chain t c '{ type filter hook input priority -5; }'
nft add chain t d { type filter hook input priority -5 \; }
nft add chain t e { type filter hook input priority - 5 \; }
nft list tables -f x
nft -D a=b list tables -D c=d
nft list tables -
nft list tables --
nft add quota t o '{ until 0 foo; }'
nft add quota t o '{ 0 foo; }'
nft add quota t o 5 foo
nft add quota t o over 5 foo
nft add quota t o '{ until 0 gbytes; }'
nft add quota t o2 2048 gbytes
nft add quota t o3 '2048 gbytes'
nft add rule t c quota 5 foo
nft add rule t c quota over 5 foo
nft add rule t c quota 5 gbytes
