# What is asked about and of routes, rightly and wrongly: empty addresses, users, protocols, gateways on another link.
ip link add veth0 index 20 type veth peer name veth1 index 21
ip link set veth0 up
ip link set veth1 up
ip link set lo up
ip addr add 10.0.0.1/24 dev veth0
ip addr add fd00::1/64 dev veth0 nodad
sleep 0.1
ip -6 route del fd00:1::2
ip -6 route del fd00:1::2 table 7
ip -6 route del fd00::2
ip -6 route del fd00::1
ip -6 route del fd00::/64 dev lo
ip -6 route get fd00::5 from fd00::1 iif veth1 fibmatch
ip -6 route get fd00::5 from fd00::1 oif veth1 fibmatch
ip -6 route get ff02::5 iif veth1 fibmatch
ip -6 route get ff02::5 iif veth1 
ip -6 route get ff02::5 oif veth1  fibmatch
ip -6 route get fd00::5 iif nosuch
ip -6 route get fd00::5 ipproto 99
ip -6 route get fd00::5 ipproto 99 iif veth0
ip -6 route get fd00::5 uid 5
ip -6 rule add uidrange 5-6 table 7 pref 5
ip -6 route add unreachable fd00::5 table 7
ip -6 route get fd00::5 uid 5
ip -6 route get fd00::5 uid 7
ip -6 route get fd00::5 uid 5 iif veth0
ip -6 route get fd00::5 notify
ip -6 route get fd00::5 connected
ip -6 route get fd00::5/64
ip -6 route get fd00::5 from fd00::1/64
ip -6 route get fd00::5 from fd00::1 notify connected
ip -6 route get fd00::5 tos 0x10
ip -6 route get fd00::5 mark 7
ip -6 route get fd00::5 dport 70000
ip ro add 10.0.0.0/8 congctl foo
ip ro add 10.0.0.0/8 dev veth0 congctl foo
ip ro add 10.0.0.0/8 dev veth0 congctl reno
ip ro add 10.0.0.0/8 dev veth0 congctl cubic metric 5
ip -6 ro add fd11::/64 dev veth0 congctl cubic metric 5
ip -6 ro add fd11::/64 dev veth0 congctl foo metric 6
ip -6 ro add fd11::/64  congctl foo metric 6
ip -6 ro add fd12::/64 nexthop via default dev veth0
ip -6 ro add fd12::/64 nexthop dev veth0 
ip -6 ro add fd12::/64 nexthop via fd00::2 nexthop dev veth0 
ip -6 ro add fd12::/64 via any dev veth0
ip -6 ro add fd12::/64 via default dev veth0
ip -6 ro add fd12::/64 via inet 10.0.0.2 dev veth0
ip -6 ro add fd12::/64 nexthop via inet 10.0.0.2 dev veth0
ip -6 ro add fd12::/64 nexthop via inet 10.0.0.2 dev veth0 nexthop via fd00::2
ip -6 ro add fd12::/64 via fd05::2 dev veth0 onlink
ip -6 ro add fd13::/64 via fd00::2 dev veth1 onlink
ip -6 ro add fd13::/64 via fd00::2 dev veth0 onlink
ip -6 ro add fd14::/64 via fd00::1 dev veth1 onlink
ip -6 ro add fd14::/64 via fd00::1 dev veth0 onlink
ip -6 ro add unreachable fd14::/64 via fd00::1 dev veth0 onlink
ip -6 ro add unreachable fd15::/64 nhid 4
ip -6 ro del fd15::/64 nhid 4
ip -6 ro add fd15::/64 nhid 4 dev lo
ip -6 ro add fd15::/64 nhid 0
ip -6 ro add type 15 fd15::/64 dev lo
ip -6 ro add fd15::/64 dev lo src 10.0.0.1
ip -6 ro add fd15::/64 dev lo src any
ip -6 ro add fd15::/64 dev lo src default
ip -6 ro add fd15::/64 dev lo as fd00::1
ip -6 ro add fd15::/64 dev lo realms 5
ip -6 ro add fd15::/64 dev veth0 expires 4294967295
ip -6 ro add fd15::/64 dev veth0 ttl-propagate enabled
ip -d -6 ro
ip -6 route del fd00::/64 via ::
ip -6 route del default via ::
ip -6 route add fd12::/64 nexthop via any dev veth0
ip route add 10.1.0.0/16 nexthop via any dev veth0
ip route add 10.1.0.0/16 via any dev veth0
ip route add 10.1.0.0/16 via default dev veth0
ip route del 10.1.0.0/16
ip route add unreachable 10.1.0.0/16 via default dev veth0
ip -0 route get 10.0.0.1
ip -0 route add 10.1.0.0/16 via 10.0.0.1
ip -0 rule show to 10.0.0.0/24
ip -0 rule show from 10.0.0.0/24
ip -0 neigh add 10.0.0.1 dev veth0
ip neigh add default dev veth0
ip neigh add any dev veth0
ip -6 neigh add any dev veth0
ip -6 neigh add default dev veth0
ip neigh get any dev veth0
ip -6 neigh get default dev veth0
ip route get 10.0.0.7 uid 5
ip rule add uidrange 5-6 table 7 pref 5
ip route add unreachable 10.0.0.7 table 7
ip route get 10.0.0.7 uid 5
ip route get 10.0.0.7 uid 7
ip route get 10.0.0.7
ip neigh replace 10.0.0.5 lladdr 02:00:00:00:00:01 nud permanent router dev veth0
ip neigh show
ip neigh replace 10.0.0.5 lladdr 02:00:00:00:00:01 extern_learn dev veth0
ip -j neigh get 10.0.0.5 dev veth0
ip neigh add 10.0.0.6 managed extern_learn nud none dev veth0
ip neigh get 10.0.0.6 dev veth0
ip route add 10.1.0.0/16 congctl nosuch via 10.0.0.5 dev veth0 nexthop dev veth1
ip route add 10.1.0.0/16 via 10.0.0.5 dev veth0 nexthop dev veth1
ip route add 10.1.0.0/16 via 10.0.0.5 nexthop via 10.0.0.6
ip route add 10.1.0.0/16 realms 5 nexthop via 10.0.0.6
