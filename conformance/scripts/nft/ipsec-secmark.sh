# what only IPsec and security modules know, where there are neither; prefixes of what is loaded whole
nft add table inet t '{ chain c { type filter hook input priority 0; }; chain o { type filter hook output priority 0; }; chain f { type filter hook forward priority 0; }; }'
x() { echo "== $*"; nft --debug=netlink add rule inet t "$@"; }
x c ipsec in reqid 1
x c ipsec in spi 1-561
x o ipsec out ip saddr 192.168.1.0/24
x c ipsec in ip6 daddr ::1
x c ipsec in spnum 2 ip daddr 1.2.3.4
x f ipsec in ip saddr 1.2.3.4 ipsec out ip daddr 1.2.3.5
x c ipsec out reqid 1
x o ipsec in reqid 1
x c ipsec reqid 1
x c ipsec in
x c ipsec in reqid
x c ipsec in foo 3
x c ipsec in ip
x c ipsec in spnum 300 reqid 1
x c ipsec in reqid '{ 1, 2 }'
x c ipsec in reqid 0x100000000
x c rt ipsec exists
x c rt ipsec missing
x c rt ipsec 1
x c rt ipsec
x c meta secmark set ct secmark
x c ct secmark set meta secmark
x c meta secmark 3
x c secmark 3
x c ct secmark 0x10
x c meta secmark set '"foo"'
x c meta secmark set 5
x c ct secmark set 5
x c meta secmark set tcp dport map '{ 22 : "a" }'
x c ct secmark set ct mark
x c meta secmark set meta mark
nft add secmark inet t s '"ctx"'; nft add secmark inet t s '{ "ctx" }'; nft add secmark inet t s; nft list secmarks; nft list secmark inet t s; nft delete secmark inet t s
nft list ruleset; nft -j list ruleset | tee j | cut -c1-3000; nft flush ruleset; nft -j -f j; nft list ruleset; nft describe ipsec in reqid; nft describe ipsec in ip saddr; nft describe rt ipsec; nft describe meta secmark; nft describe ct secmark
nft flush ruleset; nft add table inet t "{ chain c { type filter hook input priority 0; }; }"
nft --debug=netlink add rule inet t c ct original ip saddr 10.0.0.0/24
nft --debug=netlink add rule inet t c rt ip nexthop 10.0.0.0/16
nft --debug=netlink add rule inet t c rt ip nexthop 10.0.0.0/17
nft --debug=netlink add rule inet t c meta mark 0/16
nft --debug=netlink add rule inet t c ip saddr 10.0.0.0/16
nft list ruleset
