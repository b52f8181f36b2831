# Macvtaps: what `ip` makes and shows of them, and that they carry frames as macvlans do while no program has opened them.
sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns H
ip netns exec H sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip link set v0 up; ip -n H link set v1 up; ip -n H addr add 10.0.0.9/24 dev v1
t ip link help macvtap
t ip link add m0 type macvtap
t ip link add link v0 name m0 type macvtap mode foo
t ip link add link v0 name m0 type macvtap frob
t ip link add link v0 name m0 type macvtap mode vepa nopromisc
t ip link add link v0 name m0 type macvtap flag foo
t ip link add link v0 name m0 type macvtap bcqueuelen x
t ip link add link v0 name m0 type macvtap help
t ip link add link nodev name m0 type macvtap
n=0
for mode in '' 'mode private' 'mode vepa' 'mode bridge' 'mode bridge bcqueuelen 5' 'mode vepa nodst' 'mode source macaddr set 02:00:00:00:00:aa 02:00:00:00:00:bb'; do
  t ip link add link v0 name m$n address 02:00:00:00:01:0$n type macvtap $mode
  ip -d link show m$n
  n=$((n + 1))
done
t ip link add link v0 name p0 type macvtap mode passthru
t ip link add link m3 name n0 address 02:00:00:00:02:01 type macvtap mode bridge
t ip link add link m3 name n1 address 02:00:00:00:02:02 type macvlan mode bridge
ip -br link
ip -d -j -p link show m6 | sed -n '/linkinfo/,/macaddr_data/p'
t ip link set m6 type macvtap macaddr add 02:00:00:00:00:cc
t ip link set m6 type macvlan macaddr del 02:00:00:00:00:bb
ip -d link show m6 | sed -n 3p
t ip link set m2 type macvtap mode bridge
t ip link set m2 type macvtap mode passthru
ip link add br0 address 02:00:00:00:00:b0 type bridge
t ip link set m4 master br0

ip -br link show type macvtap | wc -l
ip -br link show type macvlan
ethtool -i m3
ip addr add 10.0.0.1/24 dev m3
ip link set m3 up; ip link set n0 up
ip netns add I; ip link set n1 netns I; ip -n I addr add 10.0.0.2/24 dev n1; ip -n I link set n1 up
sleep 1.5
ip link show m3
ping -c 1 -W 1 10.0.0.9 | grep received
ip netns exec I ping -c 1 -W 1 10.0.0.1 | grep received
t ip link set m3 txqueuelen 7
t ip link set m3 mtu 1400; t ip link set m3 mtu 9000
t ip link set m3 address 02:00:00:00:01:33
ip link show m3
t ip link del n0
for i in 0 1 2 3 4 5 6; do ip link del m$i; done
ip -n I link del n1
t ip link add link v0 name p0 type macvtap mode passthru nopromisc
ip -d link show p0 | sed 's/maxmtu.*//'
t ip link add link v0 name p1 type macvtap mode bridge
t ip link set p0 type macvtap mode bridge
ip link set v0 down; ip -br link show p0
ip link del v0
ip -br link
