# Neighbours that a listener to one family hears of.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
ip netns add red
ip link add v0 index 20 address 02:00:00:00:00:11 type veth peer name v1 index 21 address 02:00:00:00:00:12
ip link set v1 up; ip link set v0 up; sleep 2; 
cd /tmp
for w in "-6 monitor neigh" "-4 monitor neigh" "-0 monitor neigh" "-M monitor neigh" "-B monitor neigh" "-f link monitor" "-6 monitor rule route" "-4 monitor rule route" "-0 monitor rule route address" "-B monitor link" "-M monitor"; do
 echo "# $w"
 timeout .6 ip $w > m 2>&1 & sleep .15;  ip link set v0 mtu 1400; ip addr add 10.0.0.1/24 dev v0; ip addr add fd00::1/64 dev v0 nodad; ip neigh add 10.0.0.7 lladdr 2:0:0:0:0:7 dev v0; ip neigh add fd00::7 lladdr 2:0:0:0:0:8 dev v1; ip neigh add proxy 10.0.0.8 dev v0; ip route add 10.7.0.0/24 dev v0; ip route add fd07::/64 dev v0; ip rule add pref 5 iif v0; ip -6 rule add pref 6 iif v1; wait; cat m; ip addr flush dev v0 scope global;  ip route flush root 10.0.0.0/8; ip rule del pref 5; ip -6 rule del pref 6; ip route del fd07::/64 dev v0; ip neigh flush nud permanent dev v0;  ip neigh flush nud permanent dev v1; ip neigh del proxy 10.0.0.8 dev v0
done
