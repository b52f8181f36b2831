# Which way packets would go, by everything that can be asked for.
sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0 net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
ip link add eth0 address 02:00:00:00:00:11 type veth peer name eth1 address 02:00:00:00:00:12
ip link set lo up; ip link set eth0 up; ip link set eth1 up; sleep 0.2
ip addr add 10.0.0.1/24 dev eth0; ip addr add 10.9.0.1/24 dev eth1
ip -6 addr add fd00::1/64 dev eth0 nodad; ip -6 addr add fd09::1/64 dev eth1 nodad
ip route add 10.1.0.0/24 via 10.0.0.2; ip route add 10.1.0.0/24 via 10.9.0.2 table 7; ip route add unreachable 10.2.0.0/24; ip route add 10.3.0.0/24 via 10.0.0.2 tos 0x10; ip route add 10.3.0.0/24 via 10.9.0.2
ip route add default via 10.9.0.9 metric 9; ip route add default via 10.0.0.9 table 8; ip route add 10.4.0.0/24 dev eth0 src 10.9.0.1 mtu 1300
ip -6 route add fd01::/64 via fd00::2; ip -6 route add fd01::/64 via fd09::2 table 7; ip -6 route add unreachable fd02::/64; ip -6 route add fd04::/64 dev eth0 src fd09::1 mtu 1300 from fd09::/64
ip -6 route add default via fd09::9 metric 9
for f in -4 -6; do ip $f rule add fwmark 1 table 7; ip $f rule add iif eth1 table 7; ip $f rule add oif eth1 ipproto udp table 7; ip $f rule add dport 99 prohibit; ip $f rule add tos 0x10 table 7; ip $f rule add uidrange 5-5 table 7; done
ip rule add from 10.9.0.1 table 8
for d in 10.0.0.1 10.0.0.255 10.1.0.5 10.2.0.5 10.3.0.5 10.4.0.5 1.2.3.4 224.0.0.1 255.255.255.255 127.0.0.1; do
 for s in "" "from 10.9.0.1" "from 1.1.1.1"; do
  for o in "" "iif eth0" "iif eth1" "iif lo" "oif eth0" "oif eth1" "oif lo" "mark 1" "tos 0x10" "ipproto udp dport 99" "ipproto tcp dport 99" "oif eth1 ipproto udp" "uid 5" "fibmatch" "iif eth0 fibmatch" "iif eth0 mark 1"; do
   echo "get $d $s $o"; ip route get $d $s $o 2>&1
  done
 done
done
for d in fd00::1 fd00:: fd01::5 fd02::5 fd04::5 2001:db8::1 ff02::1 ::1 fe80::1; do
 for s in "" "from fd09::1" "from fd55::1"; do
  for o in "" "iif eth0" "iif eth1" "iif lo" "oif eth0" "oif eth1" "oif lo" "mark 1" "tos 0x10" "ipproto udp dport 99" "ipproto tcp dport 99" "oif eth1 ipproto udp" "uid 5" "fibmatch" "iif eth0 fibmatch" "iif eth0 mark 1"; do
   echo "get $d $s $o"; ip -6 route get $d $s $o 2>&1
  done
 done
done
