# Values where fields are usual: keys that rules put into sets, negative numbers of variables, bits named by their place, labels that are
# compared, counts behind the name of a counter, maps that are compared, headers of the other protocol.
try() {
  echo "# $*"
  nft "$@"
  echo "= $?"
  nft list ruleset
  nft delete table ip t
  nft delete table ip6 t 2>/dev/null
  fresh
}
fresh() {
  nft add table ip t
  nft add chain ip t c
  nft add table ip6 t
  nft add chain ip6 t c
}
fresh

echo "--- labels"
for what in '> 5' '>= 5' '< 5' '5-9' '!= 5-9'; do
  try add rule ip t c ct label $what
done
nft -c --debug=netlink add rule ip t c ct label '> 5'

echo "--- bits by their place"
try add rule ip t c @nh,0,8 '{ 5, 0x45 }'
try add rule ip t c @nh,0,8 . ip saddr '{ 5 . 1.2.3.4, 0x45 . 1.1.1.1 }'
try add rule ip t c ip saddr . @nh,0,32 '{ 1.2.3.4 . 5, 1.1.1.1 . 0x45 }'
try add rule ip t c @nh,0,8 . meta length vmap '{ 5 . 5 : accept }'
try add set ip t s '{ typeof @nh,0,8 . meta length; elements = { 5 . 6 }; }'
try add set ip t s '{ typeof @nh,0,8; elements = { 5 }; }'

echo "--- maps that are compared"
x='add map ip t x { typeof meta mark : meta mark; }; add rule ip t c meta mark map @x'
for what in 5 '== 5' '!= @x' accept ''; do
  try "$x $what"
done
try 'add map ip t x { typeof meta mark : meta mark; }; add rule ip t c meta mark . tcp dport map @x 2'
try 'add rule ip t c meta mark map @x 2'

echo "--- counts behind a name"
x='add counter ip t x; add rule ip t c counter name x'
for what in packets 'packets 1' 'packets 1 foo' bytes 'packets accept'; do
  try "$x $what"
done

echo "--- keys"
set='add set ip t st { type mark; }'
try "define n = 5
$set
add rule ip t c add @st { \$n }"
try "$set; add rule ip t c add @st { 5 counter }"
try "$set; add rule ip t c delete @st { 5 }"
try "$set; add rule ip t c set update 5 @st"
try "$set; add rule ip t c add @st { meta mark }"
try "$set; add rule ip t c meta mark @st"
try "$set
add rule ip t c add @st { 1-5 }"
try 'add set ip t st { type inet_service; }; add rule ip t c add @st { 1|5 }'
try 'add set ip t st { type ifname; }; add rule ip t c add @st { "eth0" }'
try 'add set ip t st { type ipv4_addr; }; add rule ip t c update @st { 1.2.3.4 }'
try 'add set ip t st { type mark . mark; }; add rule ip t c update @st { 5 . meta mark }'
try 'add map ip t st { type mark : mark; }; add rule ip t c update @st { 5 : 6 }'
nft 'add set ip t st { type mark; }'
try add rule ip t c add @st '{ 5 }'

echo "--- negative numbers"
neg() { try "define neg = -5
add rule ip t c $*"; }
neg 'meta mark $neg'
neg 'meta mark != $neg'
neg 'meta mark { $neg, 7 }'
neg 'meta mark 1-$neg'
neg 'meta mark & $neg == 4'
neg 'meta mark set $neg'
neg 'meta priority set $neg'
neg 'meta priority $neg'
neg 'tcp dport $neg'
neg 'tcp dport { $neg }'
neg 'tcp dport . meta mark { 5 . $neg }'
neg 'ip saddr $neg'
neg 'ip saddr set $neg'
neg 'ip ttl set $neg'
neg 'dnat to $neg'
neg 'iifname $neg'
neg '$neg 5'
try 'define neg = -5000000000
add rule ip t c meta mark set $neg'
try 'define neg = -5
add map ip t m { type mark : mark; }
add element ip t m { $neg : $neg }'
try 'define neg = { -5, 3 }
add rule ip t c meta mark $neg'

echo "--- headers"
try add rule ip6 t c rt2 addr ::1
try add rule ip6 t c rt2 addr '{ ::1 }'
try add rule ip6 t c rt2 addr ::/64
try add rule ip6 t c rt2 reserved 5
try add rule ip6 t c rt0 addr[1] ::1
try add rule ip t c rt2 addr ::1
try add rule ip t c rt type 1
try add rule ip t c hbh nexthdr 1
try add rule ip t c frag id 1
try add rule ip6 t c ip option ra value 1
try add rule ip6 t c udp dport 1 tcp option maxseg size 5
try add rule ip6 t c udp dport 1 sctp chunk data tsn 5

echo "--- the other table"
try add rule ip6 t c ct mark set ip saddr map @missing
try 'add rule ip6 t c accept foo; add rule ip6 t c ct mark set ip saddr map @missing'
try 'add rule ip6 t c tcp dport 1.2; add rule ip6 t c ct mark set ip saddr map @missing'
try add rule ip t c iiftype 777
try add rule ip t c iiftype 70000
