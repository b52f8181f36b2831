# Routes that follow addresses: same subnet on several devices, carrier that comes late, metrics that change, devices that go down and up.
ip netns add a
ip -n a link add v0 type veth peer name w0
ip -n a link add v1 type veth peer name w1
ip -n a addr add 10.0.0.1/24 dev v1
ip -n a addr add 10.0.0.2/24 dev v0
ip -n a addr add 10.0.0.1/24 dev v0
ip -n a addr add 10.0.0.9/24 dev v1
ip -n a route show table all
ip -n a link set v0 up
ip -n a link set v1 up
ip -n a -4 route show table all
ip -n a link set w1 up
sleep 0.1
ip -n a -4 route show table all
ip -n a route add 10.1.0.0/16 via 10.0.0.77
ip -n a route show
ip -n a link set v0 down
ip -n a -4 route show table all
ip -n a link set v0 up
ip -n a link set w0 up
sleep 0.1
ip -n a -4 route show table all
ip -n a addr change 10.0.0.1/24 dev v0 metric 50
ip -n a route show
ip -n a addr del 10.0.0.1/24 dev v1
ip -n a -4 route show table all
ip -n a link del v0
ip -n a -4 route show table all
ip -n a addr add 10.7.0.1/24 dev v1
ip -n a link set w1 down
sleep 0.1
ip -n a route get 10.7.0.5
ip -n a -4 route show table all
