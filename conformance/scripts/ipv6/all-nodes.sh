# The groups of all nodes: in the lists and in the filter of a device that goes up, down and away; heard whether or not anybody listed them.
ip netns add a
ip netns add b
ip -n a link add v0 address 02:00:00:00:00:01 type veth peer name w0 address 02:00:00:00:00:02 netns b
show() {
  ip netns exec a cat /proc/net/igmp6 | awk '$2 == "v0" { print $3, $4, $5 }'
  ip netns exec a cat /proc/net/dev_mcast | awk '$2 == "v0" { print $3, $4, $5 }'
}
show
ip -n a link set v0 up
ip -n b link set w0 up
sleep 3
echo "- nobody has listed them there"
ip netns exec b ping -6 -c 1 -W 1 ff02::1%w0 | grep -c 'bytes from fe80::ff:fe00:1'
ip netns exec a ping -6 -c 1 -W 1 ff02::1%v0 | grep -c 'bytes from fe80::ff:fe00:2'
ip netns exec b ping -6 -c 1 -W 1 -I w0 ff01::1 | grep -c 'bytes from'
echo "- up, down, up"
show
ip -n a link set v0 down
show
ip -n a link set v0 up
sleep 3
show
ip netns exec b ping -6 -c 1 -W 1 ff02::1%w0 | grep -c 'bytes from fe80::ff:fe00:1'
echo "- never listed, down and up"
ip -n b link set w0 down
ip netns exec b cat /proc/net/dev_mcast | awk '$2 == "w0" { print $3, $4, $5 }'
ip -n b link set w0 up
ip netns exec b cat /proc/net/dev_mcast | awk '$2 == "w0" { print $3, $4, $5 }'
ip -n b link set w0 down
ip netns exec b cat /proc/net/igmp6 | awk '$2 == "w0" { print $3, $4, $5 }'
ip -n b link set w0 up
ip netns exec b cat /proc/net/dev_mcast | awk '$2 == "w0" { print $3, $4, $5 }'
echo "- routers, and IPv6 off and on"
ip netns exec a sysctl -qw net.ipv6.conf.v0.forwarding=1
show
ip netns exec a sysctl -qw net.ipv6.conf.v0.disable_ipv6=1
show
ip netns exec a sysctl -qw net.ipv6.conf.v0.disable_ipv6=0
sleep 3
show
