# wrong and odd arguments of ip
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  timeout 3 bash -c "$line" < /dev/null
  echo "= $?"
done <<'END'
ip bogus
ip -bogus
ip --bogus link
ip -h
ip help
ip -V
ip -f
ip -f bogus link
ip -family inet bogus
ip -rc
ip -rc x link
ip -l
ip -l x addr
ip -b
ip -b nosuch
ip -force -b /dev/null
ip -n
ip -n nosuch link
ip -color=bogus link
ip -c=never link show nodev
ip -4
ip -s -s -s link show nodev
ip -t
ip -o
ip -j
ip link bogus
ip link help
ip link help veth
ip link help bogus
ip link help tun
ip link help dummy
ip link show nodev
ip link show dev
ip link show dev nodev
ip link show type
ip link show type bogus
ip link show type veth up
ip link show group
ip link show group bogus
ip link show master nodev
ip link show vrf nodev
ip link show up bogus
ip link show lo lo
ip link list aaaaaaaaaaaaaaaaaaaaaa
ip link set
ip link set nodev
ip link set nodev up
ip link set lo
ip link set lo bogus
ip link set lo mtu
ip link set lo mtu x
ip link set lo mtu -1
ip link set v0 mtu 67
ip link set v0 mtu 65536
ip link set v0 mtu 1 mtu 2
ip link set v0 name
ip link set v0 name a/b
ip link set v0 name aaaaaaaaaaaaaaaaaaaaaa
ip link set v0 name v1
ip link set v0 name ''
ip link set v0 name 'a b'
ip link set v0 name .
ip link set v0 address
ip link set v0 address x
ip link set v0 address 02:00
ip link set v0 address 02:00:00:00:00:00:00
ip link set v0 address ff:ff:ff:ff:ff:ff
ip link set v0 address 00:00:00:00:00:00
ip link set v0 broadcast x
ip link set v0 txqueuelen x
ip link set v0 txqueuelen -1
ip link set v0 txqlen 5 txqlen 6
ip link set v0 netns
ip link set v0 netns nosuch
ip link set v0 netns 99999999
ip link set v0 alias
ip link set v0 master
ip link set v0 master nodev
ip link set v0 nomaster
ip link set v0 master v1
ip link set v0 group bogus
ip link set v0 promisc
ip link set v0 promisc maybe
ip link set v0 allmulticast maybe
ip link set v0 multicast maybe
ip link set v0 arp maybe
ip link set v0 dynamic maybe
ip link set v0 trailers on
ip link set v0 carrier x
ip link set v0 carrier on
ip link set v0 addrgenmode bogus
ip link set v0 addrgenmode
ip link set v0 link-netnsid x
ip link set v0 state bogus
ip link set v0 mode bogus
ip link set v0 protodown maybe
ip link set v0 protodown on
ip link set v0 gso_max_size x
ip link set v0 gso_max_segs x
ip link set v0 numtxqueues 2
ip link set v0 type bogus
ip link set v0 type veth
ip link set group bogus up
ip link set group 7 up
ip link set dev v0 dev v1 up
ip link set v0 up down
ip link set v0 index 5
ip link add
ip link add type
ip link add type bogus
ip link add v0 type veth
ip link add x type bogus
ip link add x
ip link add name
ip link add a/b type veth
ip link add aaaaaaaaaaaaaaaaaaaaa type veth
ip link add x type veth peer
ip link add x type veth peer name
ip link add x type veth peer name v0
ip link add x type veth peer name x
ip link add x type veth bogus
ip link add x type veth peer bogus
ip link add x type veth peer name y bogus
ip link add x mtu 1 type veth peer name y
ip link add x address x type veth
ip link add x numtxqueues 0 type veth
ip link add x numtxqueues 5000 type veth
ip link add x index 0 type veth
ip link add x index -1 type veth
ip link add x index 1 type veth
ip link add link nodev x type veth
ip link add x type veth peer netns nosuch
ip link add x netns nosuch type veth
ip link add x link-netns nosuch type veth
ip link add x type tun
ip link add x type tun mode tap
ip link add x up type veth peer name y
ip link del x
ip link add x down type veth peer name x2 txqueuelen 5
ip link del x bogus
ip link del x type bogus
ip link del x type veth
ip link del
ip link del nodev
ip link del lo
ip link del group 0
ip link del group bogus
ip link property
ip link property add
ip link property add dev v0
ip link property add dev v0 altname
ip link property add dev v0 altname v1
ip link property add dev v0 altname 'a b'
ip link property add dev v0 altname good
ip link property add dev v0 altname good
ip link property del dev v0 altname bad
ip link property del dev v0 altname good
ip link property bogus
ip link -x
ip addr bogus
ip addr help
ip addr add
ip addr add 10.1.1.1
ip addr add 10.1.1.1 dev
ip addr add 10.1.1.1 dev nodev
ip addr add 10.1.1.1/33 dev v0
ip addr add 10.1.1.1/x dev v0
ip addr add 10.1.1.1/ dev v0
ip addr add 10.1.1/24 dev v0
ip addr add 10.1.1.256 dev v0
ip addr add x dev v0
ip addr add '' dev v0
ip addr add 10.1.1.1/24 bogus dev v0
ip addr add 10.1.1.1/24 dev v0 broadcast x
ip addr add 10.1.1.1/24 dev v0 brd + brd -
ip addr add 10.1.1.1/24 dev v0 scope bogus
ip addr add 10.1.1.1/24 dev v0 scope 300
ip addr add 10.1.1.1/24 dev v0 label x
ip addr add 10.1.1.1/24 dev v0 label v0:aaaaaaaaaaaaaaaaaaaa
ip addr add 10.1.1.1/24 dev v0 valid_lft x
ip addr add 10.1.1.1/24 dev v0 valid_lft 0
ip addr add 10.1.1.1/24 dev v0 valid_lft 5 preferred_lft 10
ip addr add 10.1.1.1/24 dev v0 preferred_lft x
ip addr add 10.1.1.1/24 peer 10.1.1.2/33 dev v0
ip addr add 10.1.1.1/24 peer x dev v0
ip addr add 10.1.1.1/24 peer 2001:db8::1 dev v0
ip addr add 10.1.1.1/24 10.1.1.2 dev v0
ip addr add 10.1.1.1/24 dev v0 metric x
ip addr add 10.1.1.1/24 dev v0 proto bogus
ip addr add 10.1.1.1/24 dev v0 proto 300
ip addr add 10.1.1.1/24 dev v0 home
ip addr add 10.1.1.1/24 dev v0 mngtmpaddr
ip addr add 10.1.1.1/24 dev v0 nodad optimistic
ip addr add 224.0.0.1/24 dev v0
ip addr add 0.0.0.0/0 dev v0
ip addr add 255.255.255.255 dev v0
ip addr add 127.0.0.5/8 dev v0
ip addr add ff02::5/64 dev v0
ip addr add ::/64 dev v0
ip addr add 2001:db8::1/129 dev v0
ip addr add 2001:db8::g dev v0
ip -4 addr add 2001:db8::1 dev v0
ip -6 addr add 10.1.1.1 dev v0
ip addr add 10.0.0.1/24 dev v0
ip addr del
ip addr del 10.9.9.9 dev v0
ip addr del 10.0.0.1 dev v1
ip addr del 10.0.0.1/25 dev v0
ip addr del nodev
ip addr del 10.0.0.1
ip addr change 10.8.8.8 dev nodev
ip addr replace 10.8.8.8 dev v0 bogus
ip addr show nodev
ip addr show dev
ip addr show to
ip addr show to x
ip addr show to 10.0.0.0/33
ip addr show scope bogus
ip addr show label
ip addr show type bogus
ip addr show up bogus
ip addr show -bogus
ip addr show proto bogus
ip addr flush
ip addr flush dev
ip addr flush dev nodev
ip addr flush dev v1 scope bogus
ip addr flush to x
ip addr flush bogus
ip route bogus
ip route help
ip route add
ip route add default
ip route add default via
ip route add default via x
ip route add default via 10.9.9.9
ip route add default via 10.0.0.2 dev nodev
ip route add default via 10.0.0.2 bogus
ip route add default dev
ip route add default dev nodev
ip route add 10.5.0.0/33 dev v0
ip route add 10.5.0.1/24 dev v0
ip route add 10.5.0.0/x dev v0
ip route add x dev v0
ip route add 10.5 dev v0
ip route add 10.6/16 dev v0
ip route add 10.7.0.0/16 dev v0 metric x
ip route add 10.7.0.0/16 dev v0 metric -1
ip route add 10.7.0.0/16 dev v0 table
ip route add 10.7.0.0/16 dev v0 table bogus
ip route add 10.7.0.0/16 dev v0 table 4294967296
ip route add 10.7.0.0/16 dev v0 proto bogus
ip route add 10.7.0.0/16 dev v0 proto 300
ip route add 10.7.0.0/16 dev v0 scope bogus
ip route add 10.7.0.0/16 dev v0 scope host
ip route add 10.7.0.0/16 dev v0 tos x
ip route add 10.7.0.0/16 dev v0 tos 300
ip route add 10.7.0.0/16 dev v0 src x
ip route add 10.7.0.0/16 dev v0 src 10.9.9.9
ip route add 10.7.0.0/16 dev v0 mtu x
ip route add 10.7.0.0/16 dev v0 mtu lock
ip route add 10.7.0.0/16 dev v0 mtu lock x
ip route add 10.7.0.0/16 dev v0 advmss x
ip route add 10.7.0.0/16 dev v0 rtt x
ip route add 10.7.0.0/16 dev v0 rto_min x
ip route add 10.7.0.0/16 dev v0 features bogus
ip route add 10.7.0.0/16 dev v0 quickack x
ip route add 10.7.0.0/16 dev v0 quickack 2
ip route add 10.7.0.0/16 dev v0 hoplimit 256
ip route add 10.7.0.0/16 dev v0 initcwnd x
ip route add 10.7.0.0/16 dev v0 window x
ip route add 10.7.0.0/16 dev v0 realm bogus
ip route add 10.7.0.0/16 dev v0 pref bogus
ip route add 10.7.0.0/16 dev v0 expires x
ip route add 10.7.0.0/16 dev v0 onlink
ip route add 10.7.0.0/16 via 10.0.0.2 onlink
ip route add 10.7.0.0/16 via 10.9.9.9 dev v0 onlink
ip route add 10.7.0.0/16 via inet6 fe80::1 dev v0
ip route add 10.7.0.0/16 via inet bogus
ip route add 10.7.0.0/16 nexthop
ip route add 10.8.0.0/16 nexthop via
ip route add 10.8.0.0/16 nexthop via 10.0.0.2 weight
ip route add 10.8.0.0/16 nexthop via 10.0.0.2 weight 0
ip route add 10.8.0.0/16 nexthop via 10.0.0.2 weight 300
ip route add 10.8.0.0/16 nexthop via 10.9.9.9
ip route add 10.8.0.0/16 nexthop bogus
ip route add 10.8.0.0/16 nhid x
ip route add 10.8.0.0/16 nhid 5
ip route add bogus 10.8.0.0/16
ip route add unicast
ip route add blackhole
ip route add blackhole 10.9.0.0/16 dev v0
ip route add blackhole 10.9.0.0/16
ip route add blackhole 10.9.0.0/16
ip route add local 10.9.1.1
ip route add multicast 224.5.0.0/16 dev v0
ip route add throw 10.10.0.0/16 via 10.0.0.2
ip route add nat 10.11.0.0/16 via 10.0.0.2
ip route add 2001:db8::/129 dev v0
ip route add 2001:db8:5::/64 via 10.0.0.2
ip route add 2001:db8:5::/64 via fe80::1
ip route add 2001:db8:5::1/64 dev v0
ip route add 2001:db8:6::/64 dev v0 metric x
ip -6 route add 10.0.0.0/8 dev v0
ip -4 route add 2001:db8::/64 dev v0
ip route append 10.9.0.0/16 dev v0
ip route prepend 10.9.0.0/16 dev nodev
ip route change 10.77.0.0/16 dev v0
ip route replace 10.77.0.0/16 dev nodev
ip route test 10.9.0.0/16
ip route del
ip route del 10.77.0.0/16
ip route del x
ip route del default
ip route del default table 99
ip route del 10.0.0.0/24 dev v1
ip route del 10.0.0.0/24 via 10.0.0.9
ip route get
ip route get x
ip route get 10.0.0.2 from
ip route get 10.0.0.2 from 10.9.9.9
ip route get 10.0.0.2 from 10.0.0.2 iif
ip route get 10.0.0.2 from 10.0.0.5 iif nodev
ip route get 10.0.0.2 oif nodev
ip route get 10.0.0.2 oif lo
ip route get 10.0.0.2 bogus
ip route get 10.0.0.2 mark x
ip route get 10.0.0.2 tos x
ip route get 10.0.0.2 uid x
ip route get 10.0.0.2 ipproto bogus
ip route get 10.0.0.2 ipproto udp sport x
ip route get 10.0.0.2 dport 70000
ip route get 10.99.0.1
ip route get 10.9.1.77
ip route get 10.0.0.2/24
ip route get 10.0.0.2/32 connected
ip route get 2001:db8:9::1
ip route get fibmatch 10.0.0.2
ip route get fibmatch 10.99.0.2
ip route show table
ip route show table bogus
ip route show table 4444
ip route show dev nodev
ip route show bogus
ip route show proto bogus
ip route show scope bogus
ip route show type bogus
ip route show root x
ip route show match 10.0.0.0/33
ip route show exact
ip route show via x
ip route show src x
ip route show tos x
ip route show cache bogus
ip route show realm bogus
ip route list table all dev nodev
ip route flush
ip route flush table
ip route flush table bogus
ip route flush dev nodev
ip route flush proto bogus
ip route flush cache
ip neigh bogus
ip neigh help
ip neigh add
ip neigh add 10.0.0.9
ip neigh add 10.0.0.9 dev
ip neigh add 10.0.0.9 dev nodev
ip neigh add 10.0.0.9 dev v0
ip neigh add 10.0.0.9 lladdr x dev v0
ip neigh add 10.0.0.9 lladdr 02:00 dev v0
ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 nud bogus dev v0
ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 nud 999 dev v0
ip neigh add x lladdr 02:00:00:00:00:09 dev v0
ip neigh add 10.0.0.9/24 lladdr 02:00:00:00:00:09 dev v0
ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0 bogus
ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0 router
ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0
ip neigh add 10.0.0.10 lladdr 02:00:00:00:00:0a dev v0 proxy
ip neigh add proxy
ip neigh add proxy x dev v0
ip neigh add proxy 10.0.0.66 dev v0
ip neigh del proxy 10.0.0.67 dev v0
ip neigh change 10.0.0.44 dev v0 lladdr 02:00:00:00:00:44
ip neigh replace 10.0.0.44 dev nodev
ip neigh del
ip neigh del 10.0.0.99 dev v0
ip neigh del 10.0.0.9 dev v1
ip neigh del 10.0.0.9 dev v0
ip neigh get
ip neigh get 10.0.0.99 dev v0
ip neigh get x dev v0
ip neigh get 10.0.0.99
ip neigh get 10.0.0.99 dev nodev
ip neigh get proxy 10.0.0.99 dev v0
ip neigh show nodev
ip neigh show dev nodev
ip neigh show dev
ip neigh show nud bogus
ip neigh show nud
ip neigh show to
ip neigh show to x
ip neigh show unused bogus
ip neigh show vrf nodev
ip neigh flush
ip neigh flush dev
ip neigh flush dev nodev
ip neigh flush all
ip neigh flush nud bogus
ip rule bogus
ip rule help
ip rule add
ip rule add from
ip rule add from x
ip rule add from 10.0.0.0/33
ip rule add from 10.0.0.1
ip rule add from 10.0.0.1 table
ip rule add from 10.0.0.1 table bogus
ip rule add from 10.0.0.1 lookup 100 pref x
ip rule add from 10.0.0.1 lookup 100 pref 4294967296
ip rule add from 10.0.0.1 lookup 100 pref 50
ip rule add from 10.0.0.1 lookup 100 pref 50
ip rule add not
ip rule add fwmark
ip rule add fwmark x
ip rule add fwmark 1/x
ip rule add iif
ip rule add iif aaaaaaaaaaaaaaaaaaaaaa
ip rule add iif nodev table 5 pref 60
ip rule add oif nodev table 5 pref 61
ip rule add tos x
ip rule add tos 300
ip rule add tos 3 table 5
ip rule add realms bogus
ip rule add goto
ip rule add goto x
ip rule add goto 10 pref 50
ip rule add goto 10 pref 5
ip rule add nop
ip rule add blackhole pref 62
ip rule add prohibit bogus
ip rule add uidrange
ip rule add uidrange 5
ip rule add uidrange 9-5 table 5
ip rule add ipproto bogus
ip rule add ipproto udp sport x
ip rule add sport 5-x
ip rule add sport 9-5 table 5
ip rule add dport 70000
ip rule add suppress_prefixlength x
ip rule add suppress_prefixlength 99 table 5 pref 63
ip rule add suppress_ifgroup bogus
ip rule add l3mdev
ip rule add l3mdev table 5
ip rule add protocol bogus
ip rule add protocol 300 table 5
ip rule add type bogus
ip rule add bogus
ip rule add to 10.0.0.1 to 10.0.0.2 table 5
ip rule del
ip rule del pref 12345
ip rule del pref x
ip rule del from 10.9.9.9 table 5
ip rule del pref 50
ip rule show bogus
ip rule show pref x
ip rule show from x
ip rule show table bogus
ip rule show iif aaaaaaaaaaaaaaaaaaaaa
ip rule flush bogus
ip -6 rule add from 10.0.0.1 table 5
ip rule add from 2001:db8::1 table 5 pref 70
ip -4 rule add from 2001:db8::1 table 5
ip netns bogus
ip netns help
ip netns add
ip netns add a/b
ip netns add ''
ip netns add ..
ip netns add .
ip netns add n1
ip netns add n1
ip netns add n1 extra
ip netns del
ip netns del nosuch
ip netns delete a/b
ip netns del n1 n2
ip netns exec
ip netns exec nosuch
ip netns exec nosuch true
ip netns exec n1
ip netns add n2
ip netns exec n2
ip netns exec n2 nosuchprogram
ip netns exec n2 false
ip netns exec n2 sh -c 'exit 7'
ip netns identify x
ip netns identify 99999999
ip netns identify
ip netns pids
ip netns pids nosuch
ip netns pids n2
ip netns set
ip netns set n2
ip netns set n2 x
ip netns set n2 -5
ip netns set n2 5
ip netns set n2 6
ip netns set nosuch 7
ip netns set n2 auto
ip netns list-id
ip netns list-id target-nsid
ip netns list-id target-nsid 99
ip netns list-id nsid 5
ip netns list-id nsid 99
ip netns list-id bogus
ip netns attach
ip netns attach x
ip netns attach x 99999999
ip netns list extra
ip netns monitor extra < /dev/null & sleep 0.1; kill $!
ip -all netns exec
ip -all netns del n2
ip -all netns del
ip tuntap bogus
ip tuntap help
ip tuntap add
ip tuntap add t0
ip tuntap add dev t0
ip tuntap add dev t0 mode
ip tuntap add dev t0 mode bogus
ip tuntap add mode tap
ip tuntap add dev aaaaaaaaaaaaaaaaaaaaa mode tap
ip tuntap add dev a/b mode tap
ip tuntap add dev t0 mode tap user nosuchuser
ip tuntap add dev t0 mode tap user -5
ip tuntap add dev t0 mode tap group nosuchgroup
ip tuntap add dev t0 mode tap bogus
ip tuntap add dev v0 mode tap
ip tuntap add dev lo mode tun
ip tuntap add dev t0 mode tap
ip tuntap add dev t0 mode tap
ip tuntap add dev t0 mode tun
ip tuntap del dev t0
ip tuntap del dev t0 mode tun
ip tuntap del dev nodev mode tap
ip tuntap del dev t0 mode tap
ip tuntap del
ip tuntap show
ip tuntap list bogus
ip tuntap del dev v0 mode tap
ip monitor bogus
ip monitor help
ip monitor file nosuch
ip monitor file
ip monitor dev nodev
ip monitor dev
ip monitor label bogus
ip maddr bogus
ip maddress help
ip maddr add
ip maddr add x dev v0
ip maddr add 01:00:5e:00:00:05
ip maddr add 01:00:5e:00:00:05 dev nodev
ip maddr show nodev
ip maddr show dev
ip maddr del 01:00:5e:00:00:99 dev v0
ip tunnel bogus
ip tunnel help
ip token bogus
ip addrlabel bogus
ip netconf bogus
ip netconf help
ip netconf show dev nodev
ip ntable bogus
ip ntable help
ip ntbl show dev nodev
ip route ''
ip ''
ip l
ip a s nodev
ip ad sh nodev
ip r g 10.0.0.2
ip ro
ip ru add
ip n add
ip nei
ip ne
ip net
ip netn
ip t
ip tu
ip mo help
END
