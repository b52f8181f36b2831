/**
 * Command lines of bash, run in order, each one on the state that those before it left. Not among them: what shows the clock of
 * the machine (`monitor -t`), what starts other programs (`netns exec`), and the objects that our `ip` does not have.
 */
export const IP_COMMANDS: readonly string[] = String.raw`
ip -V
ip link
ip addr
ip netns add red
ip netns add blue
ip netns add red
ip netns
ip -j netns
ip link add v0 type veth peer name v1
ip link add v2 mtu 1400 address 02:00:00:00:00:02 type veth peer name v3 netns red address 02:00:00:00:00:03
ip link add v2 type veth
ip link add type veth
ip link add d0 type nosuch
ip link add name averyveryverylongname type veth
ip -d link show v0
ip -d -s -s link show v2
ip -j -d -s link
ip -p -j link show lo
ip -br link
ip -br -c link
ip -o link
ip link show up
ip link show type veth
ip link show nosuch
ip link set v0 up
ip link set v1 up
ip link set v1 netns red
ip link set v2 netns nosuch
ip link set v2 mtu 60
ip link set v2 mtu 70000
ip link set v2 name v0
ip link set v2 address 01:00:00:00:00:01
ip link set v2 address xx
ip link set v2 alias "a word"
ip link set v2 alias ""
ip link set v2 txqueuelen 77
ip link set v2 group 7
ip link property add dev v2 altname second altname third
ip -d link show dev third
ip link property del dev v2 altname third
ip link set v2 up arp off multicast off promisc on allmulticast on
ip link show v2
ip link set v2 addrgenmode none
ip -d -6 link show v2
ip link set lo up
ip -n red link set lo up
ip -n red link set v1 up
ip -n red -br addr
ip -n red link show v1
ip -n nosuch link
ip addr add 10.0.0.1/24 dev v0
ip addr add 10.0.0.1/24 dev v0
ip addr add 10.0.0.2/24 dev v0 label v0:x broadcast + scope link
ip addr add 10.9.0.1 peer 10.9.0.2/32 dev v0 valid_lft 1000 preferred_lft 500
ip addr add 2001:db8::1/64 dev v0 nodad
ip addr add 2001:db8::2/64 dev v0 valid_lft 100 preferred_lft 50 metric 20 noprefixroute home
ip addr add 300.0.0.1/24 dev v0
ip addr add 10.0.0.3/33 dev v0
ip addr add 10.0.0.3/24 dev nosuch
ip addr add 10.0.0.3/24
ip addr
ip -4 addr
ip -6 addr
ip -d -s addr show v0
ip -j addr
ip -p -j addr show v0
ip -o -4 addr show scope global
ip addr show to 10.0.0.0/24
ip addr show permanent
ip addr show dynamic
ip addr show label "v0*"
ip addr del 10.0.0.9/24 dev v0
ip addr change 10.0.0.2/24 dev v0 valid_lft 300 preferred_lft 300
ip -n red addr add 10.0.0.5/24 dev v1
ip route
ip route add 10.1.0.0/16 via 10.0.0.5
ip route add 10.1.0.0/16 via 10.0.0.5
ip route add 10.2.0.0/16 via 10.77.0.1
ip route add 10.3.0.0/16 via 10.0.0.5 dev v0 src 10.0.0.1 metric 20 mtu 1400 advmss lock 1200 window 1000 rtt 10ms proto static tos 0x10
ip route add 10.4.0.0/16 nexthop via 10.0.0.5 weight 3 nexthop via 10.0.0.6 dev v0 weight 5 onlink
ip route add blackhole 10.5.0.0/16
ip route add unreachable 10.6.0.0/16 metric 5
ip route add prohibit 10.7.0.0/16 table 100
ip route add throw 10.8.0.0/16 table 1000
ip route add default via 10.0.0.5 dev v0 table 100 initcwnd 10 quickack 1
ip route add 10.0.0.1/8 dev v0
ip route replace 10.1.0.0/16 via 10.0.0.6
ip route append 10.1.0.0/16 via 10.0.0.7
ip route change 10.99.0.0/16 via 10.0.0.6
ip route
ip -d route
ip -j route
ip -d -j -p route show table all
ip route show table 100
ip route show table 12345
ip route show table local
ip route show root 10.0.0.0/8
ip route show match 10.1.2.3
ip route show exact 10.1.0.0/16
ip route show proto static
ip route get 10.1.2.3
ip -j route get 10.4.2.3
ip route get 10.5.0.1
ip route get 10.6.0.1
ip route get 10.0.0.1 from 10.0.0.2
ip route get fibmatch 10.3.1.1
ip -s route get 127.0.0.1
ip route get 10.0.0.5 oif v0 mark 5
ip route del 10.200.0.0/16
ip -6 route
ip -6 route add 2001:db8:1::/48 via 2001:db8::5 metric 10 mtu 1300 hoplimit 5 pref high
ip -6 route add 2001:db8:2::/48 nexthop via 2001:db8::5 nexthop via 2001:db8::6 weight 4
ip -6 route add unreachable 2001:db8:3::/48
ip -6 route add 2001:db8:4::/48 via fe80::1
ip -6 route add 2001:db8:4::/48 via fe80::1 dev v0
ip -d -6 route
ip -j -6 route show table all
ip -6 route get 2001:db8:1::1
ip -6 route get fibmatch 2001:db8:2::1
ip -6 route del 2001:db8:9::/48
ip rule
ip rule add from 10.0.0.0/24 table 100 priority 50
ip rule add fwmark 5/0xff iif v0 lookup 1000
ip rule add from 10.0.0.0/24 table 100 priority 50
ip rule add to 10.1.0.0/16 ipproto tcp dport 80-90 sport 1000 goto 32766 pref 77
ip rule add not from all oif v0 suppress_prefixlength 8 table main pref 78
ip rule add uidrange 0-100 prohibit pref 79
ip -6 rule add from 2001:db8::/32 blackhole
ip rule add from nonsense
ip rule del pref 4711
ip rule
ip -d -j rule
ip -6 rule
ip rule show from 10.0.0.0/24
ip neigh add 10.0.0.50 lladdr 02:00:00:00:00:50 dev v0 nud permanent
ip neigh add 10.0.0.51 lladdr 02:00:00:00:00:51 dev v0 nud stale
ip neigh add 10.0.0.52 dev v0 nud noarp
ip neigh add 2001:db8::50 lladdr 02:00:00:00:00:50 dev v0 nud reachable router
ip neigh add proxy 10.0.0.60 dev v0
ip neigh add 10.0.0.50 lladdr 02:00:00:00:00:50 dev v0
ip neigh add 10.0.0.53 lladdr zz dev v0
ip neigh
ip -s neigh
ip -j neigh show nud all
ip neigh show proxy
ip neigh get 10.0.0.50 dev v0
ip neigh get 10.0.0.99 dev v0
ip neigh del 10.0.0.99 dev v0
ip neigh flush dev v0
ip neigh flush all
ip -s -s neigh flush nud permanent
ip tuntap add dev tap0 mode tap user 54321 group 54321 multi_queue
ip tuntap add dev tun0 mode tun
ip tuntap
ip -j tuntap
ip -d link show tap0
ip tuntap del dev tun0 mode tap
ip tuntap del dev tun0 mode tun
ip link add tun5 type tun
ip netns set red 7
ip netns list-id
ip -j netns list-id
ip netns identify
ip netns pids red
ip netns
ip -all netns del nosuch
ip -d link show v0
printf 'link show lo\naddr show lo\n# comment\nroute get 127.0.0.1\n' | ip -batch -
printf 'link show nosuch\nlink show lo\n' | ip -batch -
printf 'link show nosuch\nlink show lo\n' | ip -force -batch -
printf 'rule add pref 900 table 9\nrule add pref 901 table 9\n' > /tmp/rules; ip -b /tmp/rules; ip rule
for i in {1..60}; do echo "link add w$i type veth peer name x$i"; done > /tmp/links; ip -b /tmp/links
ip link
ip -d -s -j link
for i in {1..250}; do echo "route add 10.100.$i.0/24 dev v0"; done > /tmp/routes; ip -b /tmp/routes
ip route
ip -j -d route show table all
ip monitor all > /tmp/log & sleep 0.5; ip link set v0 down; ip link set v0 up; ip addr add 10.50.0.1/24 dev v0; ip route add 10.51.0.0/16 via 10.50.0.2; ip rule add pref 5 table 5; ip neigh add 10.50.0.2 lladdr 02:00:00:00:00:09 dev v0; ip link del v0; sleep 3; kill %1; wait; cat /tmp/log
ip monitor link label > /tmp/log & sleep 0.5; ip link add m0 type veth peer name m1; ip link set m0 name m2; ip link del m2; sleep 1; kill %1; wait; cat /tmp/log
ip -j monitor route > /tmp/log & sleep 0.5; ip route add 10.52.0.0/16 dev v2; ip route del 10.52.0.0/16; sleep 1; kill %1; wait; cat /tmp/log
ip monitor nosuch
ip maddr show dev v2
ip -j maddr show dev lo
ip tunnel
ip addr flush dev v2
ip addr flush
ip link del v2
ip link del nosuch
ip link del lo
ip netns del red
ip netns del red
ip -all netns delete
ip link
ip help
ip nosuch
ip link nosuch
ip addr nosuch
ip route nosuch
ip rule nosuch
ip neigh nosuch
ip -nosuch
ip link help
ip route help
ip addr help
`
  .split("\n")
  .filter((line) => line !== "");
