# How sets of flags, names, marks and parts of bytes are listed, and the sizes that the kernel takes.
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
try 'add set ip t a1 { type ct_state; size 4294967295; }'
try 'add set ip t a2 { type ct_state; size 4294967295; flags constant; }'
try 'add set ip t a3 { type inet_service; size 4294967295; }'
try 'add set ip t a4 { type inet_service; size 4294967295; flags constant; }'
try 'add set ip t a5 { type inet_service; size 4294967295; flags timeout; }'
try 'add set ip t a6 { type inet_service; size 4294967295; flags interval; }'
try 'add set ip t a7 { type inet_service; size 4294967295; flags dynamic; }'
try 'add set ip t a8 { type ipv6_addr; size 4294967295; }'
try 'add set ip t a9 { type ipv6_addr; size 4294967295; flags constant; }'
try 'add set ip t b1 { type ipv4_addr . inet_service; size 4294967295; flags interval; }'
try 'add set ip t b2 { type ipv4_addr . inet_service; size 4294967295; }'
try 'add set ip t b3 { type inet_proto; size 4294967295; }'
try 'add map ip t b4 { type inet_proto : verdict; size 4294967295; }'
try 'add map ip t b5 { type inet_service : verdict; size 4294967295; flags constant; elements = { 1 : drop }; }'
try 'add map ip t b7 { type inet_service . ct_state : verdict; size 4294967295; flags constant; elements = { 1 . untracked : drop }; }'
try 'add map ip t b8 { type inet_service . ct_state : verdict; size 4294967295; flags constant; }'
try 'add set ip t c1 { type ipv4_addr; size 65535; flags constant; }'
try 'add set ip t c2 { type ipv4_addr; size 268435456; }'
try 'add set ip t c3 { type ct_state; size 1000000000; }'
try 'add set ip t c4 { type ipv6_addr; size 400000000; }'
try 'add set ip t c5 { type ct_state; size 100000000; }'
try 'add set ip t c6 { type ct_state; size 3221225471; }'
try 'add map ip t d2 { type ct_state : ct_state; elements = { new : new,established }; }'
try 'add set inet t e1 { type tcp_flag; elements = { syn|ack, syn, 0x12, 0 }; }'
try 'add set inet t e2 { type mark; flags interval; elements = { 0x100/24, 5-6 }; }'
try 'add set inet t e3 { type devgroup; flags interval; elements = { 0x100/24, 5-6, 8-15 }; }'
try 'add set inet t e4 { type inet_service; flags interval; elements = { 256-511, 5-6, 8-15 }; }'
try 'add set inet t e5 { type ether_addr; flags interval; elements = { 02:00:00:00:00:00-02:00:00:00:00:ff }; }'
try 'add set inet t e6 { type realm; flags interval; elements = { 256-511 }; }'
try 'add set inet t e7 { type mark . mark; flags interval; elements = { 256-511 . 5, 3 . 8-15 }; }'
try 'add set inet t e1 { type tcp_flag; elements = { syn|ack, syn, 0x12, ack, fin|psh }; }'
try 'add map ip t ifm { type ifname : mark; flags interval; elements = { veth0 : 1, eth0 : 2, veth* : 3 }; }'
try 'add set ip t ifs { type ifname; flags interval; elements = { veth0, eth0, veth* }; }'
try 'add set ip t ifs2 { type ifname; flags interval; auto-merge; elements = { veth0, eth0, veth* }; }'
try 'add set ip t ifs3 { type ifname; flags interval; elements = { veth*, veth0 }; }'
try 'add set ip t ifs4 { type ifname; flags interval; elements = { veth0, veth0 }; }'
try 'add set ip t ifs5 { type ifname; flags interval; elements = { ve*, veth* }; }'
try 'add rule inet t c tcp flags vmap { syn|ack : drop, fin : accept }'
try 'add rule inet t c tcp flags { syn|ack, syn, ack }'
try 'add rule inet t c meta mark 0x100-0x1ff drop'
try 'add rule inet t c ip dscp . ct mark { cs1 . 1, 12 . 2 }'
try 'add rule inet t c ip version . ct mark { 200 . 1 }'
try 'add rule inet t c @nh,8,6 . tcp dport { 0x12 . 80 }'
try 'add rule inet t c tcp urgptr and 65535 == 1000'
try 'add rule ip6 t c tcp dport 80 dnat to [fd00::4]-[fd00::9]:https'
try 'list ruleset'
