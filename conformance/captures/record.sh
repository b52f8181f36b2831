#!/bin/bash
# Records veth.pcap, any.pcap and lo.pcap in this folder on Linux (root): unshare -nm bash record.sh
# Then record what the real tcpdump prints of them: unshare -n node record-text.mjs
set -u
OUT=$(mktemp -d); chmod 777 "$OUT"
cd "$(dirname "$0")"
mount -t tmpfs none /run && mkdir /run/netns
ip netns add a; ip netns add b
ip link add va netns a type veth peer name vb netns b
ip -n a link set va address 02:00:00:00:00:0a; ip -n b link set vb address 02:00:00:00:00:0b
ip -n b link set vb up; ip netns exec b tcpdump -i vb -U -w $OUT/veth.pcap 2>/dev/null & 
ip netns exec b tcpdump -i any -U -w $OUT/any.pcap 2>/dev/null &
ip -n b link set lo up
ip netns exec b tcpdump -i lo -U -w $OUT/lo.pcap 2>/dev/null &
sleep 1
ip -n a link set lo up; ip -n a link set va up; ip -n b link set vb up
ip -n a addr add 10.0.0.1/24 dev va; ip -n b addr add 10.0.0.2/24 dev vb
ip -n a addr add fd00::1/64 dev va; ip -n b addr add fd00::2/64 dev vb
sleep 2
ip netns exec a ping -c2 -i0.2 10.0.0.2 >/dev/null
ip netns exec a ping -c1 -s 3000 10.0.0.2 >/dev/null
ip netns exec a ping -c1 -R 10.0.0.2 >/dev/null
ip netns exec a ping -c1 -T tsandaddr 10.0.0.2 >/dev/null
ip netns exec a ping -c1 -T tsonly 10.0.0.2 >/dev/null
ip netns exec a ping -c1 -Q 0x2e -M do 10.0.0.2 >/dev/null
ip netns exec a ping -c2 -i0.2 fd00::2 >/dev/null
ip netns exec a ping -c1 -s 3000 fd00::2 >/dev/null
ip netns exec a ping -c1 -W1 10.0.0.9 >/dev/null
ip netns exec b ping -c1 127.0.0.1 >/dev/null; ip netns exec b ping -c1 ::1 >/dev/null
ip netns exec a traceroute -n -q1 -m2 10.0.0.2 >/dev/null
ip netns exec a traceroute -n -q1 -m2 fd00::2 >/dev/null
ip netns exec a arping -c2 -I va 10.0.0.2 >/dev/null
ip netns exec a arping -U -c1 -I va 10.0.0.1 >/dev/null; ip netns exec a arping -A -c1 -I va 10.0.0.1 >/dev/null
cat > $OUT/s.py <<'P'
import socket,sys
f=socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET
s=socket.socket(f,socket.SOCK_STREAM); s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1); s.bind((sys.argv[1],8080)); s.listen(); c,_=s.accept(); d=c.recv(1000); c.sendall(b'HTTP/1.0 200 OK\r\n\r\n'+d); c.close()
P
cat > $OUT/c.py <<'P'
import socket,sys,time
s=socket.create_connection((sys.argv[1],8080)); s.sendall(b'GET / HTTP/1.0\r\n\r\n'); 
while s.recv(1000): pass
s.close()
try: socket.create_connection((sys.argv[1],81))
except OSError: pass
f=socket.AF_INET6 if ':' in sys.argv[1] else socket.AF_INET
u=socket.socket(f,socket.SOCK_DGRAM); u.sendto(b'hello',(sys.argv[1],9999)); u.sendto(b'',(sys.argv[1],9998))
P
for t in 10.0.0.2 fd00::2; do ip netns exec b python3 $OUT/s.py $t & sleep 0.5; ip netns exec a python3 $OUT/c.py $t; done
ip netns exec a python3 -c "
import socket,struct
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP,socket.IP_ADD_MEMBERSHIP,socket.inet_aton('239.1.2.3')+socket.inet_aton('10.0.0.1'))
s6=socket.socket(socket.AF_INET6,socket.SOCK_DGRAM)
import time; time.sleep(0.7)
s.setsockopt(socket.IPPROTO_IP,socket.IP_DROP_MEMBERSHIP,socket.inet_aton('239.1.2.3')+socket.inet_aton('10.0.0.1'))
time.sleep(0.7)
"
sleep 1
kill $(jobs -p)
sleep 0.5
cp "$OUT"/*.pcap .
rm -r "$OUT"
