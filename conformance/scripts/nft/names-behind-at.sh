# Names behind an @, where the bases of packets are words of the language.
n() {
  echo "\$ nft $*"
  nft "$@" 2>&1
  echo "= $?"
}
nft add table inet i; nft add chain inet i c
n add table ip nh
n add table ip ll
n add table ip ih
n add table ip th
n add chain ip nh ll
n add set ip nh nh '{ type mark; }'
n add rule ip nh ll meta mark @nh
n add rule ip nh ll meta mark @ih
n add rule ip nh ll meta mark @ih,0,8
n add rule ip nh ll add @nh '{ meta mark }'
n add rule ip nh ll ip saddr @nh
n add rule ip nh ll ip saddr @th
n add rule ip nh ll ip saddr @accept
n add rule ip nh ll ip saddr @name
n add rule ip nh ll ip saddr @daddr
n add rule ip nh ll ip saddr @bytes
n add rule ip nh ll add @ll '{ meta mark }'
n add rule ip nh ll meta mark set meta mark map @ll
n add rule ip nh ll meta mark vmap @nh
n add rule ip nh ll meta mark vmap @'"nh"'
n add rule ip nh ll delete @nh '{ meta mark }'
n add rule ip nh ll dnat to meta mark map @nh
n add rule ip nh ll @nh
n add rule ip nh ll @nh,0
n add rule ip nh ll @foo,0,8 1
n add rule ip nh ll @nh,0,8
n add rule ip nh ll @nh,0,8 nh
n list ruleset
