# Type of service: of a packet's, the upper three bits do not count; a route or rule that has them is never found.
ip link add h0 type veth peer name p0; ip link set h0 up; ip link set p0 up; ip addr add 10.0.0.1/24 dev h0
ip route add 10.1.0.0/16 via 10.0.0.2
ip route add 10.1.0.0/16 tos 0x10 via 10.0.0.3
ip route add 10.1.0.0/16 tos 0xd0 via 10.0.0.4
ip route add 10.1.0.0/16 tos 0x40 via 10.0.0.5
for tos in 0 0x10 0x30 0xd0 0x40 0x50 0x0c 0xfc; do echo "- $tos: $(ip route get 10.1.1.1 tos $tos | head -1)"; done
echo "- rules"
ip route add table 7 default via 10.0.0.7; ip route add table 8 default via 10.0.0.8
ip rule add tos 0x08 lookup 7; ip rule add tos 0x28 lookup 8
for tos in 0x08 0x28 0xc8 0x88; do echo "- $tos: $(ip route get 10.1.1.1 tos $tos| head -1)"; done
