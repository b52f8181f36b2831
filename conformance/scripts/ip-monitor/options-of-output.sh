# Options of output of a listener.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add v0 index 20 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1 type veth peer numtxqueues 1 numrxqueues 1 name v1 index 21 address 02:00:00:00:00:12
ip link set v1 up; ip link set v0 up; sleep .2; cd /tmp
for o in -c "-c -d" "-j" "-br" "-o" "-s" "-N" "-d -o"  "-j -p" "-h" "-d -4"; do for w in "monitor" "monitor label" "monitor link dev v0"; do
 echo "# $o $w"
 timeout .5 ip $o $w > m 2>&1 & sleep .12;  ip link set v0 mtu 1400; ip link set v0 alias foo group 5;  ip addr add 10.0.0.1/24 dev v0 label v0:1;  ip neigh add 10.0.0.7 lladdr 2:0:0:0:0:7 dev v0; ip route add 10.7.0.0/24 dev v0; ip rule add pref 5 iif v0; ip link property add dev v0 altname beta; ip link add v5 address 02:00:00:00:00:21 index 30 numtxqueues 1 numrxqueues 1 type veth peer name v6 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:31 index 31; ip link set v5 name v7; ip link del v7; wait; cat m; ip addr flush dev v0;  ip route flush root 10.0.0.0/8;  ip rule del pref 5; ip link property del dev v0 altname beta; ip link set v0 mtu 1500 alias "" group 0
done; done
