/** The state in which both kernels are asked. No router is solicited, so that nothing happens by chance. */
export const SETUP = `
set -e
sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip netns add red
ip netns exec red sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip netns set red 0
ip link set lo up
ip link add v0 index 11 address 02:00:00:00:00:01 type veth peer name v1 index 10 address 02:00:00:00:00:02
ip link add v2 index 12 address 02:00:00:00:00:03 mtu 1400 type veth peer name v3 netns red address 02:00:00:00:00:04
ip tuntap add tap0 mode tap
ip link set tap0 address 02:00:00:00:00:05
ip tuntap add tun0 mode tun
ip link set v0 alias 'the first' txqueuelen 77 group 5
ip link property add dev v0 altname second-name altname third-name
ip link set v0 up
ip link set v1 up promisc on
ip link set v2 up allmulticast on
ip -n red link set v3 up
ip -n red link set lo up
ip -n red addr add 10.20.0.2/24 dev v3
ip -n red addr add 2001:db8:20::2/64 dev v3 nodad
ip addr add 10.0.0.1/24 brd + dev v0
ip addr add 10.0.0.2/24 dev v0 label v0:x
ip addr add 10.9.0.1 peer 10.9.0.2/32 dev v0 metric 33 scope link
ip addr add 10.20.0.1/24 dev v2 noprefixroute
ip addr add 2001:db8::1/64 dev v0 nodad
ip addr add 2001:db8:20::1/64 dev v2 nodad noprefixroute
ip addr add 2001:db8:9::1 peer 2001:db8:9::2/128 dev v2 nodad metric 5
ip addr add 192.0.2.1/32 dev lo
ip route add 10.1.0.0/16 via 10.0.0.5
ip route add 10.1.0.0/16 via 10.0.0.6 metric 10 proto static
ip route add 10.3.0.0/16 via 10.0.0.5 dev v0 src 10.0.0.2 mtu 1300 advmss lock 1200 hoplimit 9 rtt 10ms rto_min 5ms features ecn quickack 1 congctl cubic proto static tos 0x10
ip route add 10.3.0.0/16 via 10.0.0.5 mtu lock 1300 initcwnd 10
ip route add 10.4.0.0/16 nexthop via 10.0.0.5 weight 3 nexthop via 10.0.0.6 dev v0 weight 5 onlink nexthop dev v1
ip route add blackhole 10.5.0.0/16
ip route add unreachable 10.6.0.0/16 metric 5
ip route add prohibit 10.7.0.0/16 table 100
ip route add throw 10.8.0.0/16 table 1000
ip route add 10.20.0.0/24 dev v2 scope link
ip route add 10.30.0.0/16 via inet6 fe80::5 dev v0
ip route add default via 10.0.0.5 table 100
ip -6 route add 2001:db8:1::/48 via 2001:db8::5 metric 10 mtu 1300 hoplimit 5 pref high proto static
ip -6 route add 2001:db8:2::/48 nexthop via 2001:db8::5 nexthop via 2001:db8::6 weight 4
ip -6 route add unreachable 2001:db8:3::/48
ip -6 route add blackhole 2001:db8:4::/48 table 1000
ip -6 route add 2001:db8:5::/48 via fe80::1 dev v0 src 2001:db8::1 table 100
ip -6 route add 2001:db8:6::/48 from 2001:db8:7::/48 dev v0
ip rule add from 10.0.0.0/24 table 100 priority 50
ip rule add fwmark 5/0xff iif v0 lookup 1000 priority 51
ip rule add to 10.1.0.0/16 ipproto tcp dport 80-90 sport 1000 goto 32766 pref 77 tos 0x10
ip rule add not from all oif nosuch suppress_prefixlength 8 suppress_ifgroup 3 table main pref 78
ip rule add uidrange 0-100 prohibit pref 79 protocol static
ip -6 rule add from 2001:db8::/32 blackhole pref 80
ip -6 rule add to 2001:db8:1::/48 table 100 pref 81
ip neigh add 10.0.0.50 lladdr 02:00:00:00:00:50 dev v0 nud permanent
ip neigh add 10.0.0.52 lladdr 02:00:00:00:00:52 dev v0 nud noarp
ip neigh add 10.0.0.53 lladdr 02:00:00:00:00:53 dev v0 nud permanent protocol static extern_learn
ip neigh add 2001:db8::5 lladdr 02:00:00:00:00:51 dev v0 nud permanent router
ip neigh add proxy 10.0.0.60 dev v0
ip neigh add proxy 2001:db8::60 dev v0 protocol static router
sysctl -qw net.ipv4.conf.v0.forwarding=1 net.ipv4.conf.v0.rp_filter=2 net.ipv6.conf.v2.forwarding=1
sysctl -qw net.ipv6.neigh.v0.retrans_time_ms=1234 net.ipv4.neigh.v0.gc_stale_time=77
sleep 4
`;
