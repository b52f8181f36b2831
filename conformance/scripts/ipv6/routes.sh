# Routes: shown, chosen, refused.
ip netns add a
ip netns add b
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
for ns in a b; do while ip -n $ns -6 addr show tentative | grep -q .; do sleep 0.1; done; done
ip -n a -6 addr add fc00::1/64 dev veth0 nodad; ip -n b -6 addr add fc00::2/64 dev veth1 nodad
ip -n a -6 route add default via fc00::2; echo $?
ip -n a -6 route add fc01::/64 via fc00::2 metric 50; echo $?
ip -n a -6 route add fc02::/64 dev veth0; echo $?
ip -n a -6 route add unreachable fc03::/64; echo $?
ip -n a -6 route add blackhole fc04::/64; echo $?
ip -n a -6 route add prohibit fc05::/64; echo $?
ip -n a -6 route add fc06::/64 via fe80::1 dev veth0; echo $?
ip -n a -6 route add fc06::/64 via fe80::1; echo $?
ip -n a -6 route add fc06::/64 via fd00::1; echo $?
ip -n a -6 route add fc01::/64 via fc00::2 metric 50; echo $?
ip -n a -6 route add fc01::1/64 via fc00::2; echo $?
ip -n a -6 route del fc09::/64; echo $?
ip -n a -6 route
ip -n a -6 route get fc01::5
ip -n a -6 route get fc00::2
ip -n a -6 route get fc00::1
ip -n a -6 route get 2001:db8::1
for i in 3 4 5; do ip -n a -6 route get fc0$i::1; echo $?; ip netns exec a ping -c 1 -W 0.3 fc0$i::1; echo $?; done
