#!/bin/bash
# The states of a connection as conntrack sees them, step by step, with its timeouts and counters.
set -e
ip netns add s; ip link add c0 type veth peer name s0 netns s
ip addr add 10.0.0.1/24 dev c0; ip link set c0 up; ip -n s addr add 10.0.0.2/24 dev s0; ip -n s link set s0 up
sysctl -qw net.netfilter.nf_conntrack_acct=1 net.netfilter.nf_conntrack_timestamp=0
iptables -A OUTPUT -m conntrack --ctstate NEW -j CONNMARK --set-mark 7
ip netns exec s iptables -A INPUT -p tcp --dport 81 -j DROP
sleep 1.5
show() { conntrack -L "$@" 2>/dev/null | sed -E 's/(sport|id)=[0-9]+/\1=N/g; s/dport=[3-6][0-9]{4}/dport=N/g; s/ (4319|43200|11[0-9]|5[0-9]|2[0-9]|6[0-9]|29|9)[0-9]* / T /'; }
ip netns exec s timeout 10 nc -lk 80 > /dev/null & p=$!
sleep 0.3; mkfifo /tmp/f; exec 5<>/tmp/f; nc -N 10.0.0.2 80 < /tmp/f & q=$!
sleep 0.4; echo "# established"; show -p tcp --state ESTABLISHED; echo data >&5; sleep 0.2; show -p tcp | grep -o 'packets=[0-9]*' | head -1
echo "# unanswered"; timeout 0.5 nc -w 1 10.0.0.2 81 </dev/null || true; show -p tcp --state SYN_SENT
echo "# refused"; nc -z -w1 10.0.0.2 82 || true; show -p tcp --dport 82
echo "# closed"; kill $q; wait $q 2>/dev/null || true; exec 5>&-; sleep 0.3; show -p tcp --dport 80 | awk '{print $4}'
conntrack -U -p tcp --dport 80 -m 9 2>&1 | tail -1; show -m 9 | grep -o mark=9
conntrack -I -p tcp -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 --state ESTABLISHED -t 100 -u ASSURED; conntrack -G -p tcp -s 1.1.1.1 -d 2.2.2.2 --sport 1 --dport 2 2>/dev/null | sed -E 's/(99|100) E/T E/'
conntrack -D -s 1.1.1.1 2>/dev/null | wc -l; conntrack -D -s 1.1.1.1 || echo "rc $?"; conntrack -L -p nosuch || echo "rc $?"; conntrack -L -o xml -p tcp --dport 82 2>/dev/null | head -1; conntrack -L -o extended,labels 2>/dev/null | awk '{print $1,$2}' | sort | uniq -c
sysctl net.netfilter.nf_conntrack_tcp_timeout_established net.netfilter.nf_conntrack_udp_timeout net.netfilter.nf_conntrack_tcp_loose; conntrack -F 2>&1; conntrack -C; conntrack -L expect 2>&1 | tail -1; kill $p; wait 2>/dev/null || true
