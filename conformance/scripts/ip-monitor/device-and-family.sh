# What a listener to one device hears, and to one family.
ip netns add red
for n in "" "ip netns exec red"; do $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add v0 index 20 address 02:00:00:00:00:11 type veth peer name v1 index 21 address 02:00:00:00:00:12
ip link set v1 up; ip link set v0 up; sleep .2; 
cd /tmp
for w in "monitor dev v0" "-4 monitor dev v0" "monitor dev v0 netconf" "-4 monitor netconf" "-6 monitor netconf" "-0 monitor netconf dev v0" "-0 monitor" "-6 monitor dev v0" "-j monitor dev v0" "monitor label dev v0" "-br monitor dev v0" "-o monitor dev v0"; do
 echo "# $w"
 timeout .6 ip $w > m 2>&1 & sleep .15;  ip link set v0 mtu 1400; ip link set v1 mtu 1300; sysctl -qw net.ipv4.conf.v0.forwarding=1 net.ipv4.conf.v1.forwarding=1 net.ipv4.conf.default.forwarding=1; ip addr add 10.0.0.1/24 dev v0;  ip addr add 10.1.0.1/24 dev v1; ip neigh add 10.0.0.7 lladdr 2:0:0:0:0:7 dev v0; ip neigh add 10.1.0.7 lladdr 2:0:0:0:0:8 dev v1; ip route add 10.7.0.0/24 dev v0; ip route add 10.8.0.0/24 dev v1; ip rule add pref 5 iif v0; ip rule add pref 6 iif v1; ip link add v5 address 02:00:00:00:00:21 index 30 numtxqueues 1 numrxqueues 1 type veth peer name v6 numtxqueues 1 numrxqueues 1 netns red address 02:00:00:00:00:31 index 31;ip link set v5 netns red; wait; cat m; ip addr flush dev v0; ip addr flush dev v1; ip route flush root 10.0.0.0/8; ip -n red link del v5; ip rule del pref 5; ip rule del pref 6;  sysctl -qw net.ipv4.conf.v0.forwarding=0 net.ipv4.conf.v1.forwarding=0 net.ipv4.conf.default.forwarding=0
 sysctl -qw net.ipv6.conf.all.disable_ipv6=1
done
