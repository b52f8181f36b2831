# SYN cookies of IPv6 tell other segment sizes than IPv4's
ip netns add h1; ip netns add h2
ip link add veth1 netns h1 address 02:00:00:00:00:01 type veth peer name veth2 netns h2 address 02:00:00:00:00:02
ip -n h1 addr add 10.0.0.1/24 dev veth1; ip -n h2 addr add 10.0.0.2/24 dev veth2
ip -n h1 addr add fd00::1/64 dev veth1 nodad; ip -n h2 addr add fd00::2/64 dev veth2 nodad
ip -n h1 link set veth1 up; ip -n h2 link set veth2 up; sleep 1.8
ip netns exec h2 sysctl -qw net.ipv4.tcp_syncookies=2
try() { # address, largest segment that the client tells
  ip netns exec h2 timeout 3 nc -l $1 80 >/dev/null & sleep .3
  (sleep .8) | ip netns exec h1 nc -N -p $((4000+$2)) $1 80 & sleep .5
  echo "# $1 $2"; ip netns exec h2 ss -tinH state established | grep -o ' mss:[0-9]*\| rcvmss:[0-9]*\| advmss:[0-9]*' | tr '\n' ' '; echo; wait
}
for mss in 700 1280 1300 1350 1439; do ip -n h1 route replace 10.0.0.0/24 dev veth1 advmss $mss; try 10.0.0.2 $mss; done
ip -n h1 route replace 10.0.0.0/24 dev veth1
for mtu in 1280 1380 1480 1500 9000 9500; do ip -n h1 link set veth1 mtu $mtu; ip -n h2 link set veth2 mtu $mtu; sleep .3; try 10.0.0.2 $((mtu+10000)); try fd00::2 $((mtu+10001)); done
