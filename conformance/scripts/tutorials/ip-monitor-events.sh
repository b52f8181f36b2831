#!/bin/bash
# Watching what a script does: ip monitor, bridge monitor and conntrack -E in the background.
ip netns add n1
ip monitor link address route neigh > /tmp/ip.log & a=$!
bridge monitor fdb link > /tmp/br.log & b=$!
sleep 0.5
ip link add br0 address 02:00:00:00:00:01 type bridge
ip link add veth0 address 02:00:00:00:00:02 type veth peer name eth0 address 02:00:00:00:00:03 netns n1
ip link set veth0 master br0
sysctl -qw net.ipv6.conf.br0.disable_ipv6=1 net.ipv6.conf.veth0.disable_ipv6=1
ip link set br0 up; ip link set veth0 up; ip -n n1 link set eth0 up
sleep 1.5
ip addr add 10.0.0.1/24 dev br0; ip -n n1 addr add 10.0.0.2/24 dev eth0
conntrack -E > /tmp/ct.log 2>/dev/null & c=$!
iptables -A INPUT -m conntrack --ctstate NEW
sleep 0.4
ping -c1 -q 10.0.0.2 > /dev/null
ip netns exec n1 timeout 1 nc -l 99 & sleep 0.3; echo x | nc -N 10.0.0.2 99; wait %4 2>/dev/null
ip route add 10.1.0.0/16 via 10.0.0.2; ip route del 10.1.0.0/16
ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev br0; ip neigh del 10.0.0.9 dev br0
bridge fdb add 02:00:00:00:00:77 dev veth0 master static; bridge fdb del 02:00:00:00:00:77 dev veth0 master
ip link set veth0 nomaster; ip addr del 10.0.0.1/24 dev br0; ip link del veth0; ip link del br0
sleep 0.5
kill $a $b $c; wait 2>/dev/null
echo "--- ip"; sed -E 's/[0-9]+sec/Nsec/g' /tmp/ip.log | grep -v -e 'ff02::' | grep -oE '^(Deleted )?([0-9]+: [a-z0-9]+|[0-9.]+[^ ]*|broadcast [0-9.]+|local [0-9.]+).{0,50}' | sed -E 's/state (UP|DOWN|UNKNOWN|LOWERLAYERDOWN).*//' | head -60
echo "--- bridge"; grep 02:00:00:00:00:77 /tmp/br.log
echo "--- conntrack"; sed -E 's/ +[0-9]+ (src|SYN|ESTAB|FIN|LAST|TIME|CLOSE)/ T \1/; s/(id|sport)=[0-9]+/\1=N/g; s/dport=[3-6][0-9]{4}/dport=N/g' /tmp/ct.log
