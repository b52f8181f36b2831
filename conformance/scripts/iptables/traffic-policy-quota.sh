# packets through quota, connbytes, devgroup, realm, cpu, bpf, policy and NFQUEUE
ip netns add h1; ip netns add r; ip netns add h2
ip link add veth1 netns h1 address 02:00:00:00:00:01 type veth peer name r1 netns r address 02:00:00:00:00:11
ip link add veth2 netns h2 address 02:00:00:00:00:02 type veth peer name r2 netns r address 02:00:00:00:00:12
for d in h1:veth1:10.0.1.2 h2:veth2:10.0.2.2 r:r1:10.0.1.1 r:r2:10.0.2.1; do IFS=: read n i a <<<"$d"; ip -n $n addr add $a/24 dev $i; ip -n $n link set $i up; ip -n $n link set lo up; done
ip -n h1 route add default via 10.0.1.1; ip -n h2 route add default via 10.0.2.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
H1() { ip netns exec h1 "$@"; }; H2() { ip netns exec h2 "$@"; }; R() { ip netns exec r "$@"; }
sleep 1.5
ip -n r link set r1 group 5; ip -n r link set r2 group 6
ip -n r route change 10.0.2.0/24 dev r2 src 10.0.2.1 realm 3/9
f() { R iptables -F; R iptables "$@"; }
p() { H1 ping -c${1:-3} -i .1 -W 1 10.0.2.2 ${2} | grep -c 'bytes from'; R iptables -vnxL FORWARD | tail -n +3; }
echo "# quota"; f -A FORWARD -s 10.0.1.2 -m quota --quota 200 -j ACCEPT; R iptables -A FORWARD -s 10.0.1.2 -j DROP; p 4
f -A FORWARD -s 10.0.1.2 -m quota ! --quota 200 -j DROP; p 4
echo "# connbytes"; f -A FORWARD -m connbytes --connbytes 3: --connbytes-dir both --connbytes-mode packets -j DROP; p 4
R sysctl net.netfilter.nf_conntrack_acct
f -A FORWARD -m connbytes ! --connbytes 100:200 --connbytes-dir original --connbytes-mode bytes; R iptables -A FORWARD -m connbytes --connbytes 84:84 --connbytes-dir reply --connbytes-mode avgpkt;  p 4
R conntrack -F 2>/dev/null
echo "# groups"; f -A FORWARD -m devgroup --src-group 5 ! --dst-group 5; R iptables -A FORWARD -m devgroup --src-group 6; R iptables -A FORWARD -m devgroup --dst-group 6/2; p 2
echo "# realm"; f -A FORWARD -m realm --realm 9; R iptables -A FORWARD -m realm --realm 0x30000/0xffff0000;  R iptables -A FORWARD -m realm ! --realm 0; p 2
echo "# cpu bpf policy"; f -A FORWARD -m cpu ! --cpu 77; R iptables -A FORWARD -m bpf --bytecode "4,48 0 0 9,21 0 1 1,6 0 0 1,6 0 0 0"; R iptables -A FORWARD -m bpf --bytecode "4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0"; R iptables -A FORWARD -m bpf --bytecode "4,32 0 0 4294966272,21 0 1 5,6 0 0 1,6 0 0 0"; R iptables -A FORWARD -m bpf --bytecode "2,128 0 0 0,22 0 0 0"; R iptables -A FORWARD -m bpf --bytecode "4,32 0 0 4293918732,21 0 1 167772418,6 0 0 1,6 0 0 0"; R iptables -A FORWARD -m policy --dir in --pol none;  R iptables -A FORWARD -m policy --dir out --pol ipsec; p 2
echo "# queue"; f -A FORWARD -j NFQUEUE --queue-num 3; p 1
f -A FORWARD -j NFQUEUE --queue-num 3 --queue-bypass; R iptables -A FORWARD -p icmp; p 2
f -A FORWARD -j NFQUEUE --queue-balance 3:6; p 1
R iptables -F
