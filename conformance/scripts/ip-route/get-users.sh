# How many refer to a decision: who asked, and the next hop where it is kept for the next packet.
ip link set lo up
ip link add v0 type veth peer name v1
ip link set v0 up
ip link set v1 up
ip addr add 10.0.0.1/24 dev v0
ip addr add 2001:db8::1/64 dev v0 nodad
sleep 1
ip route add 10.5.0.0/24 via 10.0.0.2
ip route add unreachable 10.9.0.0/24
sysctl -qw net.ipv4.ip_forward=1
for to in 127.0.0.1 10.0.0.1 10.0.0.2 10.0.0.255 10.5.0.1 10.9.0.1 ::1 2001:db8::1 2001:db8::5; do
  ip -s route get $to
done
ip -s route get 255.255.255.255 oif v0
ip -s route get 10.5.0.1 from 10.0.0.7 iif v0
ip -s route get 10.0.0.1 from 10.0.0.7 iif v0
ip -s -j route get 10.0.0.2 | sed -E "s/,.age.:[01]//"
# a broadcast route keeps its metrics
ip route change broadcast 10.0.0.255 dev v0 table local src 10.0.0.1 proto kernel scope link mtu 1400
ip route get 10.0.0.255
