# devices made after a switch of "default" was written, with or without success, follow it no more
ip link add va type veth peer name vb
sysctl net.ipv4.conf.default.proxy_arp=1; sysctl net.ipv4.conf.va.proxy_arp net.ipv4.conf.vb.proxy_arp
sysctl net.ipv4.conf.va.proxy_arp=x
sysctl net.ipv4.conf.default.log_martians=x
sysctl net.ipv4.conf.default.route_localnet=1
ip link add vc type veth peer name vd
for v in 0 1 3; do
  sysctl -q net.ipv4.conf.default.proxy_arp=$v net.ipv4.conf.default.log_martians=$v net.ipv4.conf.default.route_localnet=$v net.ipv4.conf.default.arp_notify=$v
  for f in proxy_arp log_martians route_localnet arp_notify; do sysctl net.ipv4.conf.{default,va,vb,vc,vd}.$f; done
done
# a gateway that is this host's, even before it is sure of it
ip addr add fd00:1::3/128 dev va
ip -6 route add 2001:db8::/32 via fd00:1::3 dev va
ip -6 route add 2001:db8::/32 via fd00:1::3
ip link set va up; ip link set va down; ip -6 route add 2001:db8::/32 via fd00:1::3 dev va
