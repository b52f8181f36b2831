# What the script of LXC does for its bridge: an address, rules of iptables, and dnsmasq with its options.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
mkdir -p /run/lxc /tmp/misc
LXC_BRIDGE=lxcbr0; LXC_ADDR=10.0.3.1; LXC_NETMASK=255.255.255.0; LXC_NETWORK=10.0.3.0/24
ip link add dev $LXC_BRIDGE type bridge 2>/dev/null
echo 1 > /proc/sys/net/ipv4/ip_forward
echo 0 > /proc/sys/net/ipv6/conf/${LXC_BRIDGE}/accept_dad || true
ifup() {
    MASK=24
    CIDR_ADDR="$2/${MASK}"
    ip addr add ${CIDR_ADDR} broadcast + dev $1
    ip link set dev $1 address 00:16:3e:00:00:00
    ip link set dev $1 up
}
ifup $LXC_BRIDGE $LXC_ADDR
use_iptables_lock="-w"
iptables -w -L -n > /dev/null 2>&1 || use_iptables_lock=""
iptables $use_iptables_lock -I INPUT -i ${LXC_BRIDGE} -p udp --dport 67 -j ACCEPT
iptables $use_iptables_lock -I INPUT -i ${LXC_BRIDGE} -p tcp --dport 67 -j ACCEPT
iptables $use_iptables_lock -I INPUT -i ${LXC_BRIDGE} -p udp --dport 53 -j ACCEPT
iptables $use_iptables_lock -I INPUT -i ${LXC_BRIDGE} -p tcp --dport 53 -j ACCEPT
iptables $use_iptables_lock -I FORWARD -i ${LXC_BRIDGE} -j ACCEPT
iptables $use_iptables_lock -I FORWARD -o ${LXC_BRIDGE} -j ACCEPT
iptables $use_iptables_lock -t nat -A POSTROUTING -s ${LXC_NETWORK} ! -d ${LXC_NETWORK} -j MASQUERADE
iptables $use_iptables_lock -t mangle -A POSTROUTING -o ${LXC_BRIDGE} -p udp -m udp --dport 68 -j CHECKSUM --checksum-fill
ip netns add c1
ip link add vethc1 type veth peer name eth0 netns c1
ip link set vethc1 master lxcbr0 up
ip -n c1 link set lo up; ip -n c1 link set eth0 address 00:16:3e:11:22:33 up
sleep 2
dnsmasq --conf-file=/dev/null -u root --strict-order --bind-interfaces --pid-file=/run/lxc/dnsmasq.pid --listen-address ${LXC_ADDR} --dhcp-range 10.0.3.2,10.0.3.254 --dhcp-lease-max=253 --dhcp-no-override --except-interface=lo --interface=${LXC_BRIDGE} --dhcp-leasefile=/tmp/misc/dnsmasq.${LXC_BRIDGE}.leases --dhcp-authoritative --no-resolv --no-hosts --no-ping
echo $?
ip netns exec c1 udhcpc -i eth0 -n -q -s /bin/true 2>&1 | sed 's/10.0.3.[0-9]*,/A,/; s/for 10.0.3.[0-9]*/for A/'
awk '{print $2, $4, $5}' /tmp/misc/dnsmasq.lxcbr0.leases
iptables-save | grep -v '^#'
kill $(cat /run/lxc/dnsmasq.pid)
