# What the kernel makes of route's ioctls: scopes, types, aliases, numbers at their limits, and the notifications.
t() { echo "\$ $*"; "$@" 2>&1; echo "=$?"; }
ip link add va type veth peer name vb
ip link set va up; ip link set vb up
ip addr add 10.0.0.1/24 dev va
t route add -net 1.2.3.0/24 gw 10.0.0.1
t route add -net 1.2.3.0/24 gw 10.0.0.1 dev va
t route add -net 1.2.4.0/24 gw 10.0.0.1 dev lo
t route add -host 1.2.5.1 gw 10.0.0.1
t ip route
t ip rule add from 1.2.3.4 table 9
t route add -net 1.2.6.0/24 gw 10.0.0.1
t ip route show
t ip rule del from 1.2.3.4 table 9
t route add -net 1.2.7.0/24 gw 10.0.0.1
t route add -net 1.2.8.0/24 gw 10.0.0.1 dev va
t ip route show
t ip route add 1.2.9.0/24 via 10.0.0.1
for t in local broadcast multicast unreachable; do t ip route add $t 2.2.0.0/16 dev va; t ip route add $t 2.2.0.0/16; t route del -net 2.2.0.0/16; t route del -net 2.2.0.0/16; t route del -net 2.2.0.0/16 reject; done
ip monitor > mon & sleep 0.2
ip addr add 10.0.7.1/24 dev va label va:x
t route add -net 3.3.0.0/16 dev va:x
t route add -net 3.3.1.0/24 dev va:y
t route add -net 3.3.2.0/24 dev nosuch:y
t route add -net 3.3.3.0/24 dev averyveryverylongname
t route add -net 3.3.3.0/24 dev "va:"
t route add -net 3.3.4.0/24 dev va mss 64 window 1000 irtt 3
t route add -net 3.3.5.0/24 dev va mss 65536 window 0
t route add -net 3.3.5.0/24 dev va mss 65536 window 2147483648 irtt 65536
t route add -net 3.3.6.0/24 dev va irtt 65535
t route add -net 3.3.7.0/24 dev va metric 65535
t route add -net 3.3.8.0/24 dev va metric 32767
t route add -net 3.3.9.0/24 dev va metric 32768
t route add -net 3.3.10.0/24 dev va metric 65536
t route add -net 3.3.11.0/24 gw 0.0.0.0 dev va
t route add -net 3.3.12.0/24 gw 0.0.0.0 reject
t route add -net 3.3.13.0/24 gw 10.0.0.9 reject dev nosuch
t route add -net 3.3.14.0/24 gw 9.9.9.9
t route add -net 3.3.15.0/24 gw 9.9.9.9 dev nosuch
t route add -net 3.3.15.1/24 gw 9.9.9.9 dev nosuch
t route add -host 3.3.15.1 netmask 255.255.255.255 dev va
t route add 3.3.16.0 netmask 255.255.255.0 dev va
t route add -net 3.3.17.0/24 gw 10.0.0.9 mod dyn reinstate
t route add -net 3.3.17.0/24 gw 10.0.0.9
t route add default gw 10.0.0.9
t route add default va
t route add -net 3.3.18.0/24 gw 10.0.0.255
t route add -net 3.3.19.0/24 gw 224.0.0.1 dev va
t route add -net 3.3.20.0/24 gw 255.255.255.255 dev va
t ip route
t ip -d route show table all
t route del -net 3.3.11.0/24 gw 0.0.0.0
t route del -net 3.3.4.0/24 gw 0.0.0.0
t route del -net 3.3.6.0/24 dev va metric 1
t route del -net 3.3.6.0/24 dev va metric 0
t route del default gw 10.0.0.8
t route del default
t route del default
ip netns add n; t ip netns exec n route del -net 1.0.0.0/8
t ip netns exec n route del -net 1.0.0.0/8 dev lo
t ip netns exec n route add -net 1.0.0.0/8 dev lo
sleep 0.2; kill %1; cat mon
