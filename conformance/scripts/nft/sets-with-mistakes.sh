# What nft says of sets with mistakes where rules name them, and of too great values of fields of bits in concatenations.
l() {
  echo "\$ $1"
  printf '%s\n' "$1" | nft -f - 2>&1
  echo "= $?"
}
nft add table ip6 t3
l 'table ip6 t2 {
  chain output {
    ct original ip6 saddr fd00:1::1 quota name t*
  }
  map m1 { type ipv6_addr : ipv4_addr; elements = { ::1-::2 : 127.0.0.1, fe80::1 : 255.255.255.255 }; }
}'
l 'table ip6 t2 {
  chain output {
    quota name t*
    ip6 saddr 1.1.1.1
  }
  map m1 { type ipv6_addr : ipv4_addr; elements = { ::1-::2 : 127.0.0.1, fe80::1 : 255.255.255.255 }; }
  set m2 { type string; }
  set m3 { type mark; auto-merge; }
  set m4 { type integer; }
  chain o2 { meta mark @m2; meta mark @m3;
     meta mark @m4
  }
}'
l 'add set ip6 t3 m2 { type string; }
add set ip6 t3 m3 { type mark; auto-merge; }
add set ip6 t3 m4 { type integer; }
add chain ip6 t3 c
add rule ip6 t3 c ip6 saddr @m2
add rule ip6 t3 c ip6 saddr @m3
add rule ip6 t3 c ip6 saddr @m4'
l 'table ip6 t3 {
  set m2 { type string; }
  set m4 { type integer; }
  chain o2 { 
     ip6 saddr @m2
     ip6 saddr @m4
  }
}'
l 'table ip6 t1 {
 chain c3 {
    ip6 dscp != 63 @th,16,16 . dccp type . ip6 length != { 0 . 1000 . 2, 0x10 . 256 . 10 }
    ip version . meta mark { 256 . 2 }
    ip6 dscp . meta mark { 4096 . 2 }
    vlan pcp . meta mark { 256 . 2 }
  }
}'
nft list ruleset
