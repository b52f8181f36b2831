#!/bin/bash
# virbr0: libvirt's NAT network with its iptables chains, by hand; a guest gets an address and reaches the LAN.
set -e
ip link add virbr0 address 52:54:00:aa:bb:cc type bridge stp_state 1 forward_delay 200
ip addr add 192.168.122.1/24 brd + dev virbr0
ip link set virbr0 up
ip netns add guest; ip netns add lan
ip link add vnet0 address fe:54:00:11:22:33 type veth peer name eth0 address 52:54:00:11:22:33 netns guest
ip link set vnet0 master virbr0 up; ip -n guest link set eth0 up
ip link add enp0 type veth peer name eth0 netns lan
ip addr add 10.1.1.1/24 dev enp0; ip link set enp0 up; ip -n lan addr add 10.1.1.2/24 dev eth0; ip -n lan link set eth0 up
sysctl -qw net.ipv4.ip_forward=1
for t in "filter LIBVIRT_INP INPUT" "filter LIBVIRT_OUT OUTPUT" "filter LIBVIRT_FWO FORWARD" "filter LIBVIRT_FWI FORWARD" "filter LIBVIRT_FWX FORWARD" "nat LIBVIRT_PRT POSTROUTING" "mangle LIBVIRT_PRT POSTROUTING"; do
  set -- $t; iptables -w -t $1 -N $2; iptables -w -t $1 -I $3 -j $2
done
for proto in udp tcp; do for port in 67 53; do
  iptables -w -t filter -I LIBVIRT_INP -i virbr0 -p $proto --dport $port -j ACCEPT
  iptables -w -t filter -I LIBVIRT_OUT -o virbr0 -p $proto --dport $((port == 67 ? 68 : 53)) -j ACCEPT
done; done
iptables -w -t filter -I LIBVIRT_FWO -i virbr0 -j REJECT
iptables -w -t filter -I LIBVIRT_FWI -o virbr0 -j REJECT
iptables -w -t filter -I LIBVIRT_FWX -i virbr0 -o virbr0 -j ACCEPT
iptables -w -t filter -I LIBVIRT_FWO -s 192.168.122.0/24 -i virbr0 -j ACCEPT
iptables -w -t filter -I LIBVIRT_FWI -d 192.168.122.0/24 -o virbr0 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
iptables -w -t nat -I LIBVIRT_PRT -s 192.168.122.0/24 ! -d 192.168.122.0/24 -j MASQUERADE
iptables -w -t nat -I LIBVIRT_PRT -s 192.168.122.0/24 -p udp ! -d 192.168.122.0/24 -j MASQUERADE --to-ports 1024-65535
iptables -w -t nat -I LIBVIRT_PRT -s 192.168.122.0/24 -p tcp ! -d 192.168.122.0/24 -j MASQUERADE --to-ports 1024-65535
iptables -w -t nat -I LIBVIRT_PRT -s 192.168.122.0/24 -d 255.255.255.255/32 -j RETURN
iptables -w -t nat -I LIBVIRT_PRT -s 192.168.122.0/24 -d 224.0.0.0/24 -j RETURN
iptables -w -t mangle -I LIBVIRT_PRT -o virbr0 -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill
cat /sys/class/net/vnet0/brport/state
sleep 6
cat /sys/class/net/vnet0/brport/state
dnsmasq -d -i virbr0 --bind-interfaces --dhcp-range=192.168.122.2,192.168.122.2 --no-resolv --user=root --pid-file= --dhcp-leasefile=/tmp/l 2>/dev/null & d=$!
sleep 0.5
printf '#!/bin/sh\n[ "$1" = bound ] && ip addr add $ip/$mask dev $interface && ip route add default via $router\nexit 0\n' > /tmp/s; chmod +x /tmp/s
ip netns exec guest udhcpc -q -n -i eth0 -s /tmp/s 2>&1 | grep -v broadcasting
ip netns exec guest ping -c1 -q 10.1.1.2 | grep received
ip -n lan route add 192.168.122.0/24 via 10.1.1.1
ip netns exec lan ping -c1 -W1 192.168.122.2
iptables -nvL LIBVIRT_FWI | awk 'NR>2{print $1,$3,$7}'
brctl show virbr0 | sed 's/\t\t*/ /g'
bridge -d link show dev vnet0 | head -1 | cut -d: -f3
iptables-save -t filter | grep LIBVIRT_ | head -30
kill $d; wait $d || true
