# Address added without a prefix length (/32)
c1() { ip netns exec lab-c1 "$@"; }; c2() { ip netns exec lab-c2 "$@"; }
h()  { ip netns exec lab-h "$@"; };  x() { ip netns exec lab-x "$@"; }
ns() { for n in "$@"; do ip netns add lab-$n && ip -n lab-$n link set lo up; done; }
base_pair() { ns c1 c2
  ip link add eth0 netns lab-c1 type veth peer name eth0 netns lab-c2
  ip -n lab-c1 addr add 10.0.0.1/24 dev eth0; ip -n lab-c1 link set eth0 up
  ip -n lab-c2 addr add 10.0.0.2/24 dev eth0; ip -n lab-c2 link set eth0 up; }
base_bridge() { ns h c1 c2
  ip -n lab-h link add br0 type bridge; ip -n lab-h addr add 10.0.0.1/24 dev br0; ip -n lab-h link set br0 up
  for i in 1 2; do
    ip link add eth0 netns lab-c$i type veth peer name v$i netns lab-h
    ip -n lab-h link set v$i address 02:00:00:00:0f:0$i; ip -n lab-h link set v$i master br0 up
    ip -n lab-c$i addr add 10.0.0.1$i/24 dev eth0; ip -n lab-c$i link set eth0 up
    ip -n lab-c$i route add default via 10.0.0.1; done
  h sysctl -qw net.ipv4.ip_forward=1; }
base_nat() { base_bridge; ns x
  ip link add eth0 netns lab-x type veth peer name ext0 netns lab-h
  ip -n lab-h addr add 203.0.113.1/24 dev ext0; ip -n lab-h link set ext0 up
  ip -n lab-x addr add 203.0.113.9/24 dev eth0; ip -n lab-x link set eth0 up
  h iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE; }
echo "[setup]"
ip netns add lab-c1; ip netns add lab-c2
ip link add eth0 netns lab-c1 type veth peer name eth0 netns lab-c2
ip -n lab-c1 addr add 10.0.0.1 dev eth0; ip -n lab-c2 addr add 10.0.0.2/24 dev eth0
ip -n lab-c1 link set eth0 up; ip -n lab-c2 link set eth0 up
echo "[symptom]"
c1 ping -c1 -W1 10.0.0.2
c2 ping -c1 -W1 10.0.0.1
echo "[look]"
ip -n lab-c1 -br addr
ip -n lab-c1 route
ip -n lab-c1 route get 10.0.0.2
echo "[fix]"
ip -n lab-c1 addr del 10.0.0.1/32 dev eth0; ip -n lab-c1 addr add 10.0.0.1/24 dev eth0
sleep 1.5
echo "[verify]"
c1 ping -c1 -W1 10.0.0.2 | tail -2
