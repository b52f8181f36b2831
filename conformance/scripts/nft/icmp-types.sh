# Fields that only some types of ICMP messages have: the type is checked with them.
t() { echo "\$ $*"; nft "$@" 2>&1 | head -${H:-6}; }
r() { f=$1; shift; nft flush chain $f t c; t "add rule $f t c $*"; nft list chain $f t c | sed -n '3,$p' | head -1; }
for f in ip ip6 inet; do nft add table $f t; nft add chain $f t c; done
for f in ip inet; do for x in 'icmp id 5' 'icmp mtu 5' 'icmp gateway 5' 'icmp sequence 1' 'icmp type echo-reply icmp id 5' 'icmp type redirect icmp id 5' 'icmp mtu 5 icmp mtu 6' 'icmp type 3 icmp mtu 5' 'icmp type != 3 icmp mtu 5' 'icmp type { 0, 8 } icmp id 3' 'icmp type 3' 'icmp id 1 icmp sequence 2' 'icmp type 8 icmp sequence 2' 'icmp code 3 icmp mtu 1-5' 'icmp id { 1, 2 }' 'icmp id vmap { 1 : accept }'; do r $f $x; done; done
for f in ip6 inet; do for x in 'icmpv6 mtu 5' 'icmpv6 max-delay 5' 'icmpv6 param-problem 5' 'icmpv6 id 5' 'icmpv6 sequence 5' 'icmpv6 type 128 icmpv6 id 5' 'icmpv6 type 2 icmpv6 max-delay 5' 'icmpv6 type 130 icmpv6 max-delay 5'; do r $f $x; done; done
