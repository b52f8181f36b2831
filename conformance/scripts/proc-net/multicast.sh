# /proc/net: igmp, igmp6, dev_mcast.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip link set veth0 up; ip link set veth1 up; ip link set lo up
ip -6 addr add fc00::1/64 dev veth0 nodad
sleep 2.2
awk '{print $2, $3, $4}' /proc/net/igmp6 | sort
sort /proc/net/dev_mcast | awk '{print $2, $3, $4, $5}'
cat /proc/net/igmp
