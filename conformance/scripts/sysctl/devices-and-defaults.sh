# A device's own settings come with it, from default, and go with it.
sysctl -w net.ipv4.conf.default.arp_ignore=3
ip link add veth0 type veth peer name veth1
sysctl net.ipv4.conf.veth0.arp_ignore
ls /proc/sys/net/ipv4/conf /proc/sys/net/ipv4/neigh | sort -u
ip link set veth0 name eth0
sysctl net.ipv4.conf.eth0.arp_ignore; sysctl net.ipv4.conf.veth0.arp_ignore; echo $?
ip link del eth0
sysctl net.ipv4.conf.eth0.arp_ignore; echo $?
sysctl -w net.ipv4.conf.all.forwarding=1; sysctl net.ipv4.ip_forward net.ipv4.conf.lo.forwarding net.ipv4.conf.default.forwarding
sysctl -w net.ipv4.conf.lo.forwarding=0; sysctl net.ipv4.ip_forward
