# A tap that moves to another namespace, and a tun there.
ip netns add a
ip tuntap add tap0 mode tap
ip link set tap0 netns a; echo $?
ip -n a tuntap; ip tuntap
ip -n a link set tap0 name tapx; echo $?
ip -n a tuntap add tun0 mode tun
ip -n a addr add 10.0.0.1 peer 10.0.0.2 dev tun0
ip -n a link set tun0 up
ip -n a addr show tun0
ip -n a route
