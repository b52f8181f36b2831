# Nobody gives out ids of namespaces because ifconfig looks at interfaces.
ip netns add a
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02 netns a
ip monitor nsid > m.txt & m=$!
sleep 0.5
ip netns list-id
ifconfig v0 10.1.2.3; echo $?
ifconfig v0:1 10.1.3.3; echo $?
ifconfig v0 add 2001:db8::1/64; echo $?
ifconfig v0 add 10.1.4.3; echo $?
ifconfig v0 -promisc mtu 1400 txqueuelen 5; echo $?
sleep 3
ifconfig -a -s | wc -l
ifconfig -s -a | cut -c1-20
ifconfig -a | grep -v "RX\|TX\|inet6 fe80"
sleep 0.2
ip netns list-id
cat m.txt
ip link show v0 | head -1
ip netns list-id
ip netns del a
sleep 1
kill $m; wait $m 2>/dev/null
cat m.txt
