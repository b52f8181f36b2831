# /proc/net/packet: in the order in which they were made; one that gets packets has one reference more.
show() { sed 's/^[0-9a-f]* *//; s/[0-9]* *$//; s/ *$//' /proc/net/packet; }
echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6
echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6
ip link set lo up
ip link add v0 type veth peer name v1
ip link set v0 up
ip link set v1 up
tcpdump -ni lo > /dev/null 2>&1 & one=$!
sleep 0.7
tcpdump -ni v0 > /dev/null 2>&1 & two=$!
sleep 0.7
tcpdump -ni any > /dev/null 2>&1 & three=$!
sleep 0.7
show
ip link set v0 down
sleep 0.5
show
kill $one
sleep 0.3
show
kill $two $three
sleep 0.3
show
