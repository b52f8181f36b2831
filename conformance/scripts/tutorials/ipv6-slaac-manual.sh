#!/bin/bash
# IPv6 addresses as learners meet them: link-local, EUI-64, DAD, duplicate, privacy, scopes, neighbours, multicast groups.
ip netns add n1; ip netns add n2
ip link add e1 netns n1 address 02:00:00:00:00:01 type veth peer name e2 address 02:00:00:00:00:02 netns n2
ip -n n1 link set e1 up; ip -n n2 link set e2 up
ip -n n1 -6 addr show dev e1 | grep -c tentative
sleep 2.5
ip -n n1 -6 addr; ip -n n2 -6 -br addr
N="ip netns exec n1"
$N ping -c1 fe80::ff:fe00:2; $N ping -c1 fe80::ff:fe00:2%e1 | tail -2 | head -1; $N ping -c 1 -I e1 ff02::1 | tail -2 | head -1; $N ping -6 -c1 ::1
ip -n n1 -6 neigh | sed -E 's/(REACHABLE|STALE|DELAY|PROBE)/STATE/'
ip -n n1 addr add 2001:db8::1/64 dev e1; sleep 2.5; ip -n n2 addr add 2001:db8::1/64 dev e2; sleep 2.5; ip -n n2 -6 addr show dadfailed; ip -n n2 -6 addr show tentative
ip -n n2 addr del 2001:db8::1/64 dev e2; ip -n n2 addr add 2001:db8::2/64 dev e2 preferred_lft 0 valid_lft 3600; ip -n n2 addr add 2001:db8::3/64 dev e2 nodad; sleep 2
ip -n n2 -6 addr show dev e2 scope global | sed -E 's/[0-9]+sec/Nsec/g'; ip -n n2 -6 route get 2001:db8::1
$N ping -c1 -q 2001:db8::2 | grep received; $N ping -c1 -q 2001:DB8:0:0::0003 | grep received; $N ping -c1 -W1 2001:db8::99 | sed -n 2p
ip -n n1 -6 route; ip -n n1 -6 route show table local | grep -v ff00; ip -n n1 -6 maddr show dev e1
ip -n n1 -6 route add default via 2001:db8::2; ip -n n1 -6 route add 2001:db8:1::/48 via fe80::ff:fe00:2 dev e1 metric 10; ip -n n1 -6 route add 2001:db8:2::/48 via fe80::1; ip -n n1 -6 route add unreachable 2001:db8:3::/48; $N ping -c1 -W1 2001:db8:3::1; ip -n n1 -6 route
$N sysctl -w net.ipv6.conf.e1.disable_ipv6=1; ip -n n1 -6 addr; $N sysctl -qw net.ipv6.conf.e1.disable_ipv6=0; ip -n n1 -6 addr show dev e1 | grep -c fe80
$N sysctl -qw net.ipv6.conf.e1.addr_gen_mode=1; ip -n n1 link set e1 down; ip -n n1 link set e1 up; sleep 0.2; ip -n n1 -6 addr show dev e1 | grep -c inet6
ip link set lo up; nc -6 -l -k ::1 8000 > /dev/null & p=$!; sleep 0.3; nc -zv ::1 8000; curl -sS -g 'http://[::1]:8001/' 2>&1 | sed 's/after [0-9]* m/after N m/'; kill $p; wait 2>/dev/null
ip -6 addr add 2001:db8::1/129 dev lo; ip -6 addr add 2001:db8::g/64 dev lo; ip -6 route add default via 10.0.0.1; ip -6 route get 2001:db8::5
