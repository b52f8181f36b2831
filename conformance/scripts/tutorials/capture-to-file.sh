#!/bin/bash
# tcpdump as people use it in labs: filters, -w/-r, counts, ring of pings, DNS and ARP, in the background with timeout.
ip netns add a; ip netns add b; ip link add e0 netns a address 02:00:00:00:00:0a type veth peer name e0 address 02:00:00:00:00:0b netns b
for n in a b; do ip netns exec $n sysctl -qw net.ipv6.conf.e0.disable_ipv6=1; done
ip -n a addr add 10.0.0.1/24 dev e0; ip -n b addr add 10.0.0.2/24 dev e0; ip -n a link set e0 up; ip -n b link set e0 up; sleep 1.5
B="ip netns exec b"; A="ip netns exec a"
$B timeout 8 tcpdump -i e0 -w /tmp/all.pcap --immediate-mode 2>/tmp/err & sleep 0.7
$A ping -c 3 -i 0.2 -s 100 10.0.0.2 > /dev/null; $A ping -c 1 -t 1 -p ff 10.0.0.2 >/dev/null; $A ping -c 1 -s 3000 10.0.0.2 >/dev/null; echo x | $A nc -u -w 1 10.0.0.2 53; $A nc -z -w1 10.0.0.2 80; $A arping -c1 -I e0 10.0.0.2 >/dev/null
$A ping -c1 -W1 10.0.0.9 > /dev/null
wait; cat /tmp/err | tail -3
r() { tcpdump -nn -t -r /tmp/all.pcap "$@" 2>/dev/null | sed -E 's/id [0-9]+/id N/g; s/seq [0-9]{3,}/seq N/g; s/ack [0-9]{3,}/ack N/; s/10.0.0.1\.[0-9]{5}/10.0.0.1.P/g; s/TS val [0-9]+ ecr [0-9]+/TS/'; }
r arp; r icmp | sort | uniq -c | sort -rn | head -12; r 'icmp[icmptype] == icmp-echo' | wc -l; r -e -c 1 icmp; r -v 'udp port 53'; r 'ip[6:2] & 0x3fff != 0'; r 'tcp[tcpflags] & tcp-rst != 0'; r greater 500 | wc -l; r ether src 02:00:00:00:00:0b and arp; r -x -c 1 arp
r 'port nosuch' ; tcpdump -r /tmp/all.pcap 'port nosuch'; tcpdump -r /nosuch; tcpdump -i nosuch; $A tcpdump -i e0 'foo bar'; tcpdump -D | head -3
r --count icmp; tcpdump -nn -r /tmp/all.pcap -w /tmp/arp.pcap arp 2>/dev/null; tcpdump -nn -t -r /tmp/arp.pcap 2>/dev/null | wc -l; stat -c %s /tmp/arp.pcap
