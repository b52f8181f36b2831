# What is looked at behind mistakes: all that was read, sets without a key, names in braces.
nft add table ip t
nft add chain ip t c
nft add table inet t
nft add chain inet t c
nft add table ip6 t
nft add chain ip6 t c
try() {
  echo "\$ $1"
  nft "$1" 2>&1
}
load() {
  echo "\$ $1"
  printf "$1" | nft -f - 2>&1
}
load 'add set ip t m5 { type nosuch; }\nadd element ip t m5 { 1 }\n'
load 'add set ip t m6 { type ct_state; size 4294967295; }\nadd element ip t m6 { new }\n'
load 'add set ip t m6 { type ct_state; size 4294967295; }\nadd rule ip nox c accept\nadd rule ip t c accept\n'
load 'add set ip nox m6 { type ct_state; }\nadd element ip nox m6 { new }\n'
load 'table ip t {\n set s1 { type mark; ct id 5; }\n }\n'
load 'table ip t {\n chain x {\n log prefix "a\\"b"\n }\n }\n'
load 'table ip t {\n set s2 { type nosuch; }\n chain c { tcp dport @s2 accept; }\n }\n'
load 'table ip t {\n map s2 { type nosuch : mark; }\n chain c { add @s2 { ip saddr : 1 } }\n }\n'
load 'table ip t {\n chain c { tcp dport igmp mrt }\n }\n'
load 'add set inet t1 s2 { type ether_type; policy memory }\nadd counter netdev t1 o1 packets 7 bytes 70\ntable ip t1 {\n limit o2 { rate over 1/minute; }\n set s2 { type inet_service; }\n map m4 { type inet_proto : ipv6_addr; flags interval, dynamic; size x }\n chain c2 {\n continue quota 1500 kbytes fib\n }\n}\n'
load 'table ip t {\n chain c9 {\n type filter hook input priority foo;\n accept\n drop\n }\n}\nadd rule ip t c position 2 accept\n'
try 'list ruleset'
