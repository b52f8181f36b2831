# Headers of IPv6 are compared, but neither set nor what something is set to; labels are no type of a set; protocols as keys of sets
try() {
  echo "# $*"
  nft "$@"
  echo "= $?"
  nft list ruleset
  nft delete table ip6 t
  fresh
}
fresh() {
  nft add table ip6 t
  nft add chain ip6 t c
}
fresh
try add rule ip6 t c frag id set 5
try add rule ip6 t c rt2 addr set ::1
try add rule ip6 t c rt type set 5
try add rule ip6 t c tcp option maxseg size set 5
try add rule ip6 t c meta mark set frag id
try add rule ip6 t c meta mark set rt0 addr[1]
try add rule ip6 t c meta mark set rt2 addr
try add rule ip6 t c meta mark set hbh nexthdr
try add rule ip6 t c meta mark set rt classid
try 'add set ip6 t st { type inet_proto; }; add rule ip6 t c add @st { tcp }'
try 'add set ip6 t st { type inet_proto; }; add rule ip6 t c add @st { tcp dport }'
try 'add set ip6 t st { type mark; }; add rule ip6 t c add @st { tcp }'
try 'add set ip6 t st { type mark; }; add rule ip6 t c add @st { foo }'
try 'add set ip6 t st { type ct_label; }'
try 'add set ip6 t st { type ct_label; elements = { 5 }; }'
try 'add map ip6 t st { type mark : ct_label; }'
nft describe ct_label
