# packets of IPv6 through matches of their headers, queues, quotas and TEE
ip netns add h1; ip netns add r; ip netns add h2
ip link add veth1 netns h1 address 02:00:00:00:00:01 type veth peer name r1 netns r address 02:00:00:00:00:11
ip link add veth2 netns h2 address 02:00:00:00:00:02 type veth peer name r2 netns r address 02:00:00:00:00:12
for d in h1:veth1:10.0.1.2 h2:veth2:10.0.2.2 r:r1:10.0.1.1 r:r2:10.0.2.1; do IFS=: read n i a <<<"$d"; ip -n $n addr add $a/24 dev $i; ip -n $n link set $i up; ip -n $n link set lo up; done
ip -n h1 route add default via 10.0.1.1; ip -n h2 route add default via 10.0.2.1
ip netns exec r sysctl -qw net.ipv4.ip_forward=1
H1() { ip netns exec h1 "$@"; }; H2() { ip netns exec h2 "$@"; }; R() { ip netns exec r "$@"; }
sleep 1.5
R sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n h1 addr add fd00:1::2/64 dev veth1 nodad; ip -n h2 addr add fd00:2::2/64 dev veth2 nodad; ip -n r addr add fd00:1::1/64 dev r1 nodad; ip -n r addr add fd00:2::1/64 dev r2 nodad
ip -n h1 -6 route add default via fd00:1::1; ip -n h2 -6 route add default via fd00:2::1; sleep 2
f() { R ip6tables -F; R ip6tables "$@"; }; a() { R ip6tables -A FORWARD "$@"; }
p() { H1 ping -6 -c${1:-2} -i .1 -W 1 fd00:2::2 ${2} ${3} | grep -c 'bytes from'; R ip6tables -vnxL FORWARD | tail -n +3; }
H1 ping -6 -c1 fd00:2::2 | grep -c from
f -A FORWARD -m frag; a -m frag --fragfirst; a -m frag --fragmore; a -m frag --fraglast; a -m frag --fragres; a -m frag --fragid 0:4294967295; a -m frag ! --fragid 0:4294967295; a -m ipv6header --header frag; a -m ipv6header --header frag --soft; a -m ipv6header --header frag,prot;  a -m ipv6header --header prot;  a -m ipv6header ! --header prot; p 2 -s 3000; p 2
f -A FORWARD -m rt; a -m hbh; a -m dst; a -m ah; a -m eui64; a -m policy --dir in --pol none; p 2
f -A FORWARD -j NFQUEUE; p 1; f -A FORWARD -m quota --quota 300 -j ACCEPT; a -j DROP; p 4; 
f -A FORWARD -m cpu --cpu 1000; a -m devgroup --src-group 0;  a -m realm --realm 0; p 1
R ip6tables -F
R ip6tables -t mangle -A FORWARD -j TEE --gateway fd00:2::9; H1 ping -6 -c1 fd00:2::2 | grep -c from; R ip6tables -t mangle -vnxL FORWARD
R ip6tables -t mangle -F
