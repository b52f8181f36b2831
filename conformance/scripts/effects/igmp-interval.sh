# How soon a report of a group is sent once more: the device's own setting counts, not that of conf/all.
ip link add h0 type veth peer name p0; ip link set h0 up; ip link set p0 up
ip addr add 10.0.0.1/24 dev h0; sleep 0.3
tcpdump -lnqi p0 -t igmp 2>/dev/null & sleep 0.5
sysctl -w net.ipv4.conf.h0.igmpv3_unsolicited_report_interval=1
ip addr add 239.1.1.1/32 dev h0 autojoin; sleep 0.2
echo "- version 2"
sysctl -w net.ipv4.conf.h0.force_igmp_version=2 net.ipv4.conf.h0.igmpv2_unsolicited_report_interval=1
ip addr add 239.1.1.2/32 dev h0 autojoin; sleep 0.2
kill %1; wait
