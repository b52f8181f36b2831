# osf: where nobody has loaded fingerprints all systems are unknown
t() { echo "-- $*"; nft "$@" 2>&1; rc=$?; [ $rc = 0 ] && echo ok; }
ip link set lo up
for f in ip ip6 inet bridge arp netdev; do nft add table $f t; nft add chain $f t x; done
for f in ip ip6 inet; do for h in prerouting input forward output postrouting; do nft add chain $f t $h "{ type filter hook $h priority 0; }"; done; done
for c in "ip t" "inet t" "ip6 t" "bridge t" "arp t" "netdev t"; do for h in x prerouting input forward output postrouting; do
case "$c $h" in bridge*[!x]|arp*[!x]|netdev*[!x]) continue;; esac
t add rule $c $h osf name "Linux"
done; done
for s in 'osf ttl loose name "Linux"' 'osf ttl skip version "Linux:4.15"' 'osf name { "Linux", "Windows" }' 'osf name != "Linux"' 'osf ttl foo name "x"' 'osf' 'osf name' 'osf version 5' 'osf ttl loose' 'osf name "abcdefghijklmnopqrstuvwxyz"' 'osf name vmap { "Linux" : accept }' 'meta mark set osf name map { "unknown" : 5 }' 'osf name Linux counter'; do t add rule ip t input $s; done
t list table ip t
t list chain inet t prerouting
t list chain ip6 t prerouting
t -j list table ip t
t -j list chain inet t prerouting
nft -j list table ip t > r.json; nft delete table ip t; t -j -f r.json; t list table ip t
t --debug=netlink add rule ip t input osf ttl skip name "Linux"
nft flush chain ip t input
nft add rule ip t input tcp dport 1000 osf name "unknown" counter
nft add rule ip t input tcp dport 1000 osf name "Linux" counter
nft add rule ip t input tcp dport 1000 osf version "unknown" counter
(nc -l -p 1000 > /dev/null &) ; sleep 0.3; echo | nc -N 127.0.0.1 1000
nft list chain ip t input
