# Words of ip route, and the order of the kernel's checks.
t() { "$@"; echo "= $?"; }
ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 address 02:00:00:00:00:12
ip link set veth0 up; ip link set veth1 up; ip addr add 10.0.0.1/24 dev veth0
t ip route add 10.1.0.0/16 via 10.0.0.2 advmss 1x
t ip route add 10.1.0.0/16 via 1.2.3.4 dev veth0 congctl foo; t ip route add 10.1.0.0/16 via 1.2.3.4 dev veth0 congctl foo scope host
t ip route add 10.1.0.0/16 dev veth0 hoplimit lock 0 congctl lock cubic mtu lock 0; ip route show 10.1.0.0/16
t ip route add 10.2.0.0/16 via 10.0.0.2 nhid 3; t ip route add 10.2.0.0/16 nhid 3; t ip route del 10.2.0.0/16 nhid 3
t ip route add 10.2.0.0/16 realms 5 nexthop via 10.0.0.5; t ip route add 10.2.0.0/16 table 9 via default
t ip -6 route add fd00:2::/64 dev veth0 congctl foo; t ip -6 route add fd00:2::/64 dev veth0 congctl lock cubic mtu lock 1400
ip -6 route show fd00:2::/64; t ip -6 route add fd00:3::/64 via fe80::1 dev veth0 nhid 3; t ip -6 route add fd00:3::/64 via default
t ip -6 route get fd00::1 notify; t ip route get 10.0.0.3 spo 80; t ip route get 10.0.0.3 ipp udp dpo 80
t ip route add thro 10.3.0.0/16; t ip route add unreac 10.3.0.0/16
t ip route show table 100 cached
