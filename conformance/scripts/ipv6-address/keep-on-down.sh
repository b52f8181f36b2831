# keep_addr_on_down: what stays when a device goes down, and what comes back.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
show() { ip -6 addr show dev h0 | tail -n +2; ip -6 route show; ip -6 route show table local; ip -6 maddr show dev h0; }
sysctl -w net.ipv6.conf.h0.keep_addr_on_down=1
ip addr add 2001:db8:1::1/64 dev h0; ip addr add 2001:db8:2::1/64 dev h0 nodad; ip addr add 2001:db8:3::1/64 dev h0 nodad noprefixroute; ip addr add 2001:db8:4::1/64 dev h0 valid_lft 1000 preferred_lft 1000 nodad
sleep 2.4
ip -o monitor address route > log & sleep 0.3
ip link set h0 down; show
ip link set h0 up; sleep 2.4; show | grep -v valid_lft
kill %1; wait; echo "- events"; sed 's/expires [0-9]*sec/expires Nsec/; s/_lft [0-9]*sec/_lft Nsec/g' log | sort
echo "- off for this device, on for all"
sysctl -w net.ipv6.conf.h0.keep_addr_on_down=0 net.ipv6.conf.all.keep_addr_on_down=1
ip link set h0 down; ip -6 -o addr show dev h0 | awk '{print $4}'
sysctl -w net.ipv6.conf.all.keep_addr_on_down=-1
ip link set h0 up; ip link set h0 down; ip -6 -o addr show dev h0 | awk '{print $4}'
