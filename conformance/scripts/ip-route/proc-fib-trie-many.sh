# /proc/net/fib_trie while many routes come and go: nodes double and halve, and dead routes go in one walk.
ip link set lo up
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
ip link add v2 address 02:00:00:00:00:03 type veth peer name v3 address 02:00:00:00:00:04
ip addr add 10.1.2.3/24 dev v0
ip addr add 10.1.3.3/24 dev v2
for v in v0 v1 v2 v3; do ip link set $v up; done
show() { echo "== $1"; cat /proc/net/fib_trie /proc/net/fib_triestat; }
batch() { ip -batch -; }
for i in $(seq 0 299); do
  echo "route add 10.$((i * 7 % 256)).$((i * 13 % 256)).0/24 dev v$((i % 2 * 2))"
done | batch
show 300
for i in $(seq 0 99); do echo "route add 203.0.113.$((i * 37 % 256)) dev v$((i % 3 ? 2 : 0))"; done | batch
show hosts
for i in $(seq 0 2 80); do echo "route del 203.0.113.$((i * 37 % 256))"; done | batch
show less
for i in $(seq 1 3 290); do echo "route del 10.$((i * 7 % 256)).$((i * 13 % 256)).0/24"; done | batch
cat /proc/net/fib_triestat
ip link set v2 down
show down
ip rule add pref 5 table 9
show unmerged
for i in $(seq 0 2 98); do echo "route add 10.$i.0.0/16 via 10.1.2.1"; done | batch
for i in $(seq 0 4 98); do echo "route del 10.$i.0.0/16"; done | batch
show again
ip addr flush dev v0
show flushed
