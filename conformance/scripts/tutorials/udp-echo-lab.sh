#!/bin/bash
# UDP: nobody listens, somebody does, datagrams that are too large, broadcasts, and what conntrack thinks of it.
ip netns add s
ip link add c0 type veth peer name s0 netns s
ip addr add 10.0.0.1/24 brd + dev c0; ip link set c0 up; ip -n s addr add 10.0.0.2/24 brd + dev s0; ip -n s link set s0 up; ip -n s link set lo up
sleep 1.5
echo hi | nc -u -w 1 10.0.0.2 7 ; echo "rc $?"
nc -vzu -w 1 10.0.0.2 7; echo "rc $?"
ip netns exec s socat -u UDP-RECVFROM:7,fork SYSTEM:'cat >> /tmp/got' & p=$!
sleep 0.4; iptables -A OUTPUT -m conntrack --ctstate NEW
for w in one two three; do echo $w | nc -u -q 0 10.0.0.2 7; sleep 0.1; done
sort /tmp/got
ip netns exec s socat UDP-LISTEN:9,reuseaddr,fork PIPE & q=$!
sleep 0.4
echo echoed | socat -t 1 - UDP:10.0.0.2:9
head -c 3000 /dev/zero | tr '\0' z | socat -t 1 -b 4000 - UDP:10.0.0.2:9 | wc -c
head -c 70000 /dev/zero | socat -t 1 -b 70000 - UDP:10.0.0.2:9 2>&1 | sed 's/.*: //'
conntrack -L -p udp 2>/dev/null | grep dport=9 | head -1 | sed -E 's/udp +17 [0-9]+/udp 17 T/; s/sport=[0-9]{5}/sport=P/; s/dport=[0-9]{5}/dport=P/'
ip netns exec s ss -uan | awk 'NR>1 {print $1, $4}' | sort
nstat -az UdpNoPorts UdpInDatagrams UdpOutDatagrams IcmpInDestUnreachs | awk 'NR>1 {print $1, ($2>0)}'
ping -b -c 1 -W 1 10.0.0.255 2>&1 | tail -3 | head -1
ip netns exec s sysctl -qw net.ipv4.icmp_echo_ignore_broadcasts=0; ping -b -c 1 -W 1 10.0.0.255 | sed -n 2p
ping -c 1 10.0.0.255; ping -c1 -W1 224.0.0.1 | tail -2 | head -1
kill $p $q; wait 2>/dev/null
