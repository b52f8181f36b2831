# Namespaces with several names, names that are none, and ids that are not assigned.
t() { echo "== $*"; "$@" 2>&1; echo "[$?]"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip netns add red
ip netns add blue
ip link add v0 index 20 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:01 type veth peer v1 netns red index 21 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:02
ip netns attach x $$
t ip netns
t ip netns identify
t ip -n x link show v0
t ip netns del x
# this name is none outside of the mount namespace that it was made in
t ip netns exec red bash -c 'ip netns attach y $$; ip netns; ip netns identify; ip netns identify $$'
t ip netns
t ip -n y -br link
t ip netns set y 9
t ip netns list-id
t ip link show v0
t ip -o link show v0
t ip netns del y
for words in "z" "z x" "z -1" "z 0" "z 99999999" "red 1"; do t ip netns attach $words; done
ip netns attach z $$
t ip -all netns exec ip netns identify
t ip -all netns del
sleep 0.2
t ip netns
ip netns add a
ip netns add b
t ip netns exec a ip netns exec b ip netns identify
t ip -n a netns set b 3
t ip -n a netns
t ip -n a netns list-id
ip netns set b 0
t ip netns list-id
for words in "target-nsid 0" "nsid 0" "nsid 5" "target-nsid 0 nsid 0" "target-nsid 0 nsid 5"; do t ip netns list-id $words; t ip -j netns list-id $words; done
touch /run/netns/file
t ip netns
t ip -n file link
t ip netns exec file true
t ip netns del file
mkdir /run/netns/dir
t ip netns del dir
t ip -n dir link
t ip netns add dir
rmdir /run/netns/dir
ln -s a /run/netns/link
t ip netns
t ip netns exec link ip netns identify
t ip netns exec a ip netns identify
t ip netns del link
t ip netns
