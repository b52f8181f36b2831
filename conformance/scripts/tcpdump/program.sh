# What -O -d prints: libpcap's code before it is made shorter.
p() { tcpdump -O -ddd -y EN10MB "$@" 2>&1 | tr '\n' ','; echo; }
for filter in icmp6 "tcp port 80" "host 10.0.0.1 and not host 10.0.0.2" "tcp[13] & 2 != 0" "vlan 5 and ip" inbound "less 5 or broadcast"; do echo "- $filter"; tcpdump -O -d "$filter"; done
while read -r filter; do echo "- $filter"; p "$filter"; done <<'EOF'
icmp
icmp6
arp
ip
ip6
tcp
udp
sctp
igmp
pim
ah
esp
vrrp
carp
igrp
stp
rarp
decnet
lat
sca
mopdl
moprc
tcp port 80
port 53
port http
udp and not port 53
src port 80
dst portrange 20-30
portrange 20-30
portrange 30-20
src and dst port 5
src or dst port 5
udp src portrange 5-5
sctp port 7
host 10.0.0.1
src host 10.0.0.1
dst 10.0.0.1
src and dst 10.0.0.1
ip host 10.0.0.1
arp host 10.0.0.1
rarp host 10.0.0.1
arp src 10.0.0.1
net 10.0.0.0/24
net 10
net 10.0
net 10.0.0
net 0.0.0.0/0
src net 10.0.0.0 mask 255.255.0.0
host fd00::1
src host fd00::1
net fd00::/16
net fd00::/64
net ::/0
net fd00::/33
ip6 host fd00::1
dst net fd00::/128
ether host 02:00:00:00:00:01
ether src 02:00:00:00:00:01
ether dst 02:00:00:00:00:01
ether proto 0x88cc
ether proto 0x42
ether proto 1500
ether proto 1501
ether proto \ip
ether broadcast
ether multicast
broadcast
multicast
ip broadcast
ip multicast
ip6 multicast
greater 100
less 5
less 5 or broadcast
less 5 and greater 2
src 10.0.0.1 or dst 10.0.0.2
ip proto 89
ip6 proto 58
proto 6
proto \tcp
ip proto \icmp
ip6 proto 6
inbound
outbound
ifindex 4
not arp
not not arp
not (arp or ip)
not (arp and ip)
(arp or ip) and (tcp or udp)
arp or ip or ip6 or tcp
arp and ip and ip6 and tcp
arp and not ip or not tcp
ip and (tcp or (udp and not port 53)) or arp
host 10.0.0.1 and not host 10.0.0.2
host 10.0.0.1 and port 80
host localhost
ip host localhost
ip6 host localhost
host ip6-localhost
ip[0] & 0xf != 5
ip[0] = 5
ip[0:2] > 5
ip[0:4] >= 5
ip[0] < 5
ip[0] <= 5
tcp[13] & 2 != 0
tcp[tcpflags] & (tcp-syn|tcp-fin) != 0
udp[0:2] = 53
icmp[icmptype] = icmp-echo
icmp6[icmp6type] = 128
ip6[6] = 58
ether[0] & 1 = 0
ether[12:2] = 0x800
arp[6:2] = 1
len > 100
len = 60
len - 14 > 20
len & 1 = 0
ip[2:2] - ((ip[0] & 0xf) << 2) > 20
ip[2:2] = len
ip[2:2] + 14 = len
ip[ip[0]] = 1
tcp[(tcp[12] >> 2)] = 1
-ip[0] = 5
-5 = 5
5 = 5
5 > 6
1 + 2 = 3
ip[8] * 2 / 3 % 4 ^ 5 | 6 = 7
ip[8] >> 1 << 2 = 4
ip[8] << ip[9] = 4
ip[8] / ip[9] = 4
ip[8] - ip[9] - ip[10] = 4
ip[8] = ip[9]
ip[8] > ip[9]
ip[8] < ip[9]
ip[8] <= ip[9]
ip[8] != ip[9]
5 < ip[8]
sctp[0] = 1
igmp[0] = 1
pim[0] = 1
vrrp[0] = 1
carp[0] = 1
igrp[0] = 1
ah[0] = 1
esp[0] = 1
rarp[0] = 1
stp[0] = 1
ip[-1] = 1
ip[0x7fffffff] = 1
ip[0:3] = 1
tcp and udp
ip and ip6
vlan
vlan 5
vlan and ip
vlan 5 and vlan 6
vlan and vlan and ip
vlan and tcp port 80
vlan and host 10.0.0.1
vlan or ip
not vlan and ip
vlan and ether host 02:00:00:00:00:01
vlan and ip[0] = 1
arp or vlan and tcp[0] = 1
10.0.0.1
tcp or udp and port 80
port 80 or 90
host 10.0.0.1 or 10.0.0.2
host 10.0.0.1 or not 10.0.0.2
tcp port (80 or 90)
not host 10.0.0.1
!tcp
!ip && !arp || udp
icmp or icmp6
tcp portrange 1-65535
src net 10 or dst net 192.168
ip src host 10.0.0.1 and udp dst port 53
lat or mopdl
link[0] = 1
ether[100000] = 1
ip[0] & 0 = 0
ip[0] / 0 = 1
ip[0] % 0 = 1
ip[0] << 32 = 1
0 / 0 = 1
ip[0] = 4294967295
ip[0] = 4294967296
ip[0] = 0x1g
ip[0] = 010
ip[0] = 08
host 256.1.1.1
net 10.0.0.1/24
net 10.0.0.0/33
port 65536
port -1
portrange 1-70000
portrange 5
port x
ip and
(ip
ip)
and ip
ip tcp
tcp ip
foo
host foo
net foo
ether host foo
ether host 10.0.0.1
less x
less
greater -1
ifindex x
inbound and outbound
icmp[icmptype]
icmp[icmptype] = foo
tcp[tcpflags] = tcp-syn
ip[0] = 1 or ip[1] = 2 and ip[2] = 3
len > 0
len >= 0
len < 0
ip6[40] = 128
ip6 and ip6[40] = 128
proto foo
proto 300
ip proto 256
ether proto 65536
ether proto foo
arp proto 5
tcp proto 5
ip[8] + arp[6] = 4
arp[6] + ip[8] = tcp[0]
ip[tcp[0]] = 1
tcp[ip[8]] = 1
tcp[udp[0]] = 1
icmp6[ip6[4]] = 1
icmp6[tcp[4]] = 1
-(-ip[0]) = 5
-len = 5
-len + 1 = -5
ip[8] / ip[0] = 1
ip[8] / (1+1) = 1
ip[8] << ip[40] = 1
ip[0] = 1 and ip[1] = 2 and tcp[3] = 4 or udp[1:2] > 6
ip[0]+ip[1]+ip[2]+ip[3]+ip[4]+ip[5] = 1
ip[0]+(ip[1]+(ip[2]+(ip[3]+(ip[4]+ip[5])))) = 1
1+(2+(3+(4+(5+(6+(7+(8+(9+(10+(11+(12+(13+(14+(15+(16+17))))))))))))))) = 1
1+(2+(3+(4+(5+(6+(7+(8+(9+(10+(11+(12+(13+14)))))))))))) = 1
len = 0x10
greater 5 and less 6
2 + ip[8] = 4
ip[8] + tcp[1] = 4
-ip[8] % 3 = 4
ip[8] + 2 % 3 * 4 = 5
ip[8] ^ 2 & 3 = 5
ip[8] & 2 ^ 3 = 5
ip[8] | 2 & 3 << 4 + 5 * 6 = 5
ip[8] - 2 - 3 = 5
2 ^ 3 = ip[1]
ip[0] = 2 % 3
port ftp-data
portrange ftp-20
portrange ftp-ssh
tcp portrange foo-20
port domain
udp port ssh
port ntp
proto \udp
ip host ip6-localhost
src host vethlab
net localhost
net loopback
port 80 or port 81 or port 82 or port 83 or port 84 or port 85 or port 86 or port 87
port 80 or port 81 or port 82 or port 83 or port 84 or port 85 or port 86 or port 87 or port 88 or port 89 or port 90 or port 91 or port 92 or port 93 or port 94 or port 95 or port 96 or port 97 or port 98 or port 99
ip[0] = 5 and ip[0] = 6
ip[0] & 0 = 1
ip[0] * 0 = 0
ip[0] / (1-1) = 5
5 % (2-2) = 1
5 << (30+2) = 1
1 + 1 = 3
1 + 1 = 2
ip[0] = 5 and not ip[0] = 5
ip[0] > 5 and ip[0] <= 5
len = 5 and len = 6
tcp port 80 and udp
len > 100 and len < 50
ip[ip[0]] = 5 and ip[ip[0]] = 6
src host 10.0.0.1 and src host 10.0.0.2
less 5 and greater 10
ether[12:2] = 0x800 and arp
ip[0] & 0xf = 5 and ip[0] & 0xf = 6
-1 = 4294967295
5 - 6 = 4294967295
portrange ftp-domain
portrange domain-ntp
udp portrange 20-ssh
portrange ftp-data-ntp
udp portrange ftp-ssh
sctp portrange ftp-ssh
sctp port ssh
sctp port ntp
src net loopback
dst net link-local
net default
ip6 net loopback
arp net loopback
EOF
for type in LINUX_SLL LINUX_SLL2 RAW NULL; do
for filter in arp ip6 stp "tcp port 80" "portrange 20-30" "host 10.0.0.1" "host localhost" "net fd00::/33" "tcp[13] & 2 != 0" "ip multicast" broadcast outbound "ether host foo" vlan "len > 5" "ifindex 3"; do
  echo "- $type $filter"; p -y $type "$filter"; done; done
ip link set lo up; for device in lo any; do for filter in inbound "ifindex 4" "udp port 53"; do tcpdump -O -d -i $device "$filter"; done; done
for filter in "5 > 6" "5 < 6" "ip[8] / (1-1) = 5" "5 << (30+2) = 1" "ip[8] << 32 = 1" "arp and ip" "tcp and udp" "ip[0] = 5 and ip[0] = 6"; do tcpdump -d "$filter" > /dev/null; echo $?; tcpdump -O -d "$filter" > /dev/null; echo $?; done
