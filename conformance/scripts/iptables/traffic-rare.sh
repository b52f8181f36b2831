# matches that few rules have, with packets: realms, groups of devices, quotas, bytes of connections, policies, fragments
ip netns add far
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02 netns far
ip link set veth0 up; ip addr add 10.0.0.1/24 dev veth0; ip -6 addr add fd00::1/64 dev veth0 nodad
ip -n far link set veth1 up; ip -n far addr add 10.0.0.2/24 dev veth1; ip -n far -6 addr add fd00::2/64 dev veth1 nodad
sleep 1.5
ip netns exec far ping -c1 10.0.0.1 >/dev/null; ip netns exec far ping -c1 fd00::1 >/dev/null
ip link set veth0 group 5
ip route change 10.0.0.0/24 dev veth0 src 10.0.0.1 realm 7
iptables -A INPUT -m devgroup --src-group 5
iptables -A INPUT -m devgroup ! --src-group 5
iptables -A INPUT -m realm --realm 7
iptables -A OUTPUT -m realm --realm 7
iptables -A OUTPUT -m realm ! --realm 7
iptables -A OUTPUT -m devgroup --dst-group 5/0xf
iptables -A INPUT -m policy --dir in --pol none
iptables -A INPUT -m policy --dir in --pol ipsec
iptables -A INPUT -m cpu ! --cpu 4000
iptables -A INPUT -m quota --quota 200
iptables -A INPUT -m quota ! --quota 200
iptables -A INPUT -m connbytes --connbytes 2: --connbytes-dir original --connbytes-mode packets
iptables -A INPUT -m connbytes --connbytes 84:168 --connbytes-dir both --connbytes-mode bytes
iptables -A INPUT -m connbytes ! --connbytes 84:168 --connbytes-dir reply --connbytes-mode bytes
iptables -A INPUT -m connbytes --connbytes 84:84 --connbytes-dir both --connbytes-mode avgpkt
ip netns exec far ping -c4 -i 0.2 10.0.0.1 | sed -n '/packets/s/, time.*//p'
iptables -L -v -n
sysctl net.netfilter.nf_conntrack_acct
iptables -F
ip6tables -t raw -A PREROUTING -m frag --fragfirst
ip6tables -t raw -A PREROUTING -m frag --fragmore
ip6tables -t raw -A PREROUTING -m frag --fraglast
ip6tables -t raw -A PREROUTING -m frag --fragres
ip6tables -t raw -A PREROUTING -m frag
ip6tables -t raw -A PREROUTING -m rt --rt-type 0
ip6tables -t raw -A PREROUTING -m frag ! --fragid 0:4294967295
ip netns exec far ping -c2 -i 0.2 -s 4000 fd00::1 | sed -n '/packets/s/, time.*//p'
ip6tables -t raw -L PREROUTING -v -n
iptables -t mangle -A PREROUTING -p tcp --syn -j TCPOPTSTRIP --strip-options timestamp,sack-permitted,wscale
nc -l -p 5000 >/dev/null & L=$!
ip netns exec far tcpdump -c3 -tnSvi veth1 tcp 2>/dev/null | sed 's/seq [0-9]*/seq S/;s/ack [0-9]*/ack A/;s/cksum [^,]*/cksum/;s/id [0-9]*/id I/;s/ecr [0-9]*/ecr E/;s/val [0-9]*/val V/;s/\.[0-9]* >/.P >/;s/2\.[0-9]*: /2.P: /' & T=$!
sleep 1; echo hi | ip netns exec far nc -N 10.0.0.1 5000; wait $L; wait $T
