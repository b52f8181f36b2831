# Routes that end at once, soon, late and never.
ip link add veth0 index 20 type veth peer name veth1 index 21
ip link set veth0 up
ip link set veth1 up
ip link set lo up
ip addr add fd00::1/64 dev veth0 nodad
ip -6 route add fd11::/64 dev veth0 expires 0
ip -6 route add fd12::/64 dev veth0 expires 4294967295
ip -6 route add fd13::/64 dev veth0 expires 4294967294
ip -6 route add fd15::/64 dev veth0 expires 1
sleep 1.4
ip -6 route | grep fd1
ip -6 route get fd11::1
ip -6 route get fd15::1
ip -6 route replace fd15::/64 dev veth0 expires 0
ip -6 route change fd15::/64 dev veth0
ip -6 route del fd11::/64
ip -6 route | grep fd1
