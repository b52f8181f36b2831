#!/bin/bash
# The handshake lesson: a whole HTTP request under tcpdump with relative numbers.
ip netns add server; ip netns add client
ip link add c0 netns client type veth peer name s0 netns server
ip -n client addr add 10.9.0.1/24 dev c0; ip -n server addr add 10.9.0.2/24 dev s0
ip -n client link set c0 up; ip -n server link set s0 up
ip netns exec client ethtool -K c0 tso off gso off > /dev/null
sleep 1.5
ip netns exec client ping -c1 -q 10.9.0.2 > /dev/null
mkdir -p /tmp/w; printf 'hello, %0500d\n' 7 > /tmp/w/index.html
ip netns exec server busybox httpd -p 80 -h /tmp/w
sleep 0.3
ip netns exec client tcpdump -i c0 -nn -tttt --immediate-mode -w /tmp/c.pcap tcp 2>/dev/null & t=$!
sleep 0.7
ip netns exec client curl -s -o /dev/null http://10.9.0.2/
ip netns exec client nc -z 10.9.0.2 81
sleep 0.5; kill $t; wait $t
fix() { sed -E 's/10\.9\.0\.1\.[0-9]+/10.9.0.1.PORT/g; s/TS val [0-9]+ ecr [0-9]+/TS/g; s/seq [0-9]{6,}/seq ISN/; s/ack [0-9]{6,}/ack ACK/'; }
# which end closes first is a race of the programs
tcpdump -nn -t -r /tmp/c.pcap 2>/dev/null | fix | grep -vE 'Flags \[F\.\]|ack (74|721),'
echo "--- only SYN"; tcpdump -nn -t -r /tmp/c.pcap 'tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn' 2>/dev/null | fix | cut -d, -f1
echo "--- flags"; tcpdump -nn -t -q -r /tmp/c.pcap 'tcp[13] & 1 != 0' 2>/dev/null | fix | sort
echo "--- data"; tcpdump -nn -t -A -r /tmp/c.pcap 'tcp port 80 and (((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) != 0)' 2>/dev/null | grep -aoE '(GET|HTTP|Host|Content-Length).*' | tr -d '\r'
