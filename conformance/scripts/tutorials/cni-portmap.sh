#!/bin/bash
# The portmap plugin's chains: a host port for a pod, the SNAT mark for hairpin and localhost.
set -e
mkns() { ip netns add $1; ip link add veth$1 type veth peer name eth0 netns $1; ip link set veth$1 master cni0 up; bridge link set dev veth$1 hairpin on; ip -n $1 addr add $2/16 dev eth0; ip -n $1 link set eth0 up; ip -n $1 link set lo up; ip -n $1 route add default via 10.88.0.1; }
ip link set lo up
ip link add cni0 type bridge; ip addr add 10.88.0.1/16 dev cni0; ip link set cni0 up promisc on
mkns p1 10.88.0.5; mkns p2 10.88.0.6
ip addr add 192.168.9.1/32 dev lo
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.cni0.route_localnet=1
iptables -t nat -N CNI-HOSTPORT-SETMARK
iptables -t nat -A CNI-HOSTPORT-SETMARK -m comment --comment "CNI portfwd masquerade mark" -j MARK --set-xmark 0x2000/0x2000
iptables -t nat -N CNI-HOSTPORT-MASQ
iptables -t nat -A CNI-HOSTPORT-MASQ -m mark --mark 0x2000/0x2000 -j MASQUERADE
iptables -t nat -A POSTROUTING -m comment --comment "CNI portfwd requiring masquerade" -j CNI-HOSTPORT-MASQ
iptables -t nat -N CNI-HOSTPORT-DNAT
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT
iptables -t nat -A OUTPUT -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT
iptables -t nat -N CNI-DN-abc
iptables -t nat -A CNI-HOSTPORT-DNAT -p tcp -m comment --comment 'dnat name: "net" id: "p1"' -m multiport --destination-ports 8080,8443 -j CNI-DN-abc
for r in "8080 80" "8443 443"; do set -- $r
iptables -t nat -A CNI-DN-abc -p tcp --dport $1 -s 10.88.0.0/16 -j CNI-HOSTPORT-SETMARK
iptables -t nat -A CNI-DN-abc -p tcp --dport $1 -s 127.0.0.1 -j CNI-HOSTPORT-SETMARK
iptables -t nat -A CNI-DN-abc -p tcp --dport $1 -j DNAT --to-destination 10.88.0.5:$2
done
iptables -t nat -N CNI-net
iptables -t nat -A POSTROUTING -s 10.88.0.5 -m comment --comment 'name: "net" id: "p1"' -j CNI-net
iptables -t nat -A CNI-net -d 10.88.0.0/16 -j ACCEPT
iptables -t nat -A CNI-net ! -d 224.0.0.0/4 -j MASQUERADE
echo pod > /tmp/index.html; ip netns exec p1 busybox httpd -p 80 -h /tmp
sleep 1.5
for from in "curl" "ip netns exec p2 curl" "ip netns exec p1 curl"; do
  $from -sS -m 2 http://192.168.9.1:8080/ || echo "rc $?"
done
curl -sS -m 2 http://127.0.0.1:8080/ || echo "rc $?"
curl -sS -m 2 http://192.168.9.1:8443/ 2>&1 | sed 's/after [0-9]* ms/after N ms/'
iptables -t nat -nvL CNI-DN-abc
iptables -t nat -S | wc -l
conntrack -L -p tcp --dport 8080 2>/dev/null | sed -E 's/^tcp +6 [0-9]+/tcp 6 T/; s/port=[1-6][0-9]{3,4} /port=P /g' | sort
iptables -t nat -F CNI-DN-abc; iptables -t nat -D CNI-HOSTPORT-DNAT 1; iptables -t nat -X CNI-DN-abc; iptables -t nat -X CNI-net || echo "rc $?"
