#!/bin/bash
# The old tools: brctl, ifconfig, route, arp, netstat – as tutorials of 2010 have it.
# Linux lists what is published for no device in every namespace: other scripts' too
others() { grep -v from_interface; }
brctl addbr br0; brctl stp br0 off; brctl setfd br0 0
for i in 1 2; do ip netns add h$i; ip link add v$i address fe:00:00:00:00:0$i type veth peer name eth0 address 02:00:00:00:00:0$i netns h$i; brctl addif br0 v$i; ifconfig v$i up; ip netns exec h$i ifconfig eth0 10.0.0.$i netmask 255.255.255.0 up; done
ifconfig br0 10.0.0.254 netmask 255.255.255.0 broadcast 10.0.0.255 up
sleep 1.5
ip netns exec h1 ping -c1 -q 10.0.0.2 | grep received; ip netns exec h1 route add default gw 10.0.0.254; ip netns exec h1 route -n
brctl show; brctl showmacs br0 | sed -E 's/[0-9]+\.[0-9]+$/T/' | sort; ip netns exec h1 arp -n | others; ip netns exec h1 arp -an | others
ip netns exec h1 arp -s 10.0.0.77 02:00:00:00:00:77; ip netns exec h1 arp -d 10.0.0.2; ip netns exec h1 arp -n | others | sort; ip netns exec h1 arp -d 10.0.0.88
ifconfig br0 | sed -E 's/(ether|inet6) [^ ]*/\1 X/; /[RT]X /d'; ifconfig -s | awk '{print $1, $2}'; ifconfig v1 mtu 1400; ifconfig v1 | head -1; ifconfig br0:1 10.0.1.254/24; ifconfig br0:1; ip -4 addr show br0; ifconfig br0:1 down; ip -4 -br addr show br0
route add -net 10.9.0.0 netmask 255.255.0.0 gw 10.0.0.1; route add -host 10.8.0.1 dev br0; route add -net 10.7.0.0/16 reject; netstat -rn; route del -net 10.9.0.0 netmask 255.255.0.0; route del -net 1.2.3.0/24; route add default gw 1.2.3.4
ifconfig nosuch; ifconfig br0 hw ether 02:00:00:00:00:99; ifconfig br0 | grep -o 'ether [^ ]*'; ifconfig br0 -arp; ifconfig br0 | head -1; netstat -i | awk '{print $1,$2}'
brctl delif br0 v1; brctl delbr br0; ifconfig br0 down; brctl delbr br0; brctl show; brctl hairpin br0 v1 on; brctl
