# No device is a VRF.
ip link add veth0 index 20 type veth peer name veth1 index 21
ip link set veth0 up
ip link set veth1 up
ip link set lo up
ip rule add vrf 1
ip route show vrf lo
ip route show vrf nosuch
ip route add default vrf lo
ip route add default vrf nosuch
ip route get 1.1.1.1 vrf nosuch
ip route get 1.1.1.1 vrf lo
ip neigh show vrf lo
ip neigh show vrf nosuch
ip addr show vrf lo
ip addr show vrf nosuch
ip link show vrf lo
ip link show vrf nosuch
ip route get 127.0.0.1 mark 16
ip -j route get 127.0.0.1 mark 16
ip route get 127.0.0.1 notify
ip -j route get 127.0.0.1 notify
