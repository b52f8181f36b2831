# The test run's own sender: what its words stand for, and what it fills in.
ip link add veth0 index 10 address 02:00:00:00:00:01 type veth peer name veth1 index 21 address 02:00:00:00:00:02
sysctl -qw net.ipv6.conf.veth0.disable_ipv6=1 net.ipv6.conf.veth1.disable_ipv6=1
ip link set veth0 up
ip link set veth1 up
tcpdump -lnei veth1 -vv -XX 2>/dev/null & sleep 0.5
head="33:33:00:00:00:01 02:00:00:00:00:01 86dd 6000 0000 0000"
inject veth0 $head 3a ff fe80::1 ff02::1 86000000 40080708 00000000 00000000
inject veth0 "$head 00 ff fe80::1 ff02::1" 3a00050200000000 8500 0000 00*4
inject veth0 $head 11 40 2001:db8:0:1:2:3:4:5 ::1 1234 4321 0009 0000 41
inject veth0 33:33:00:00:00:01 02:00:00:00:00:01 86dd 6000 0000 0004 3a ff fe80::1 ff02::1 8500 beef 00000000
inject veth0 ff:ff:ff:ff:ff:ff 02:00:00:00:00:01 0806 0001 0800 0604 0001 02:00:00:00:00:01 10.0.0.1 00*6 10.0.0.2
inject veth0 $head 3b 40 :: ::ffff:a00:1 55*40 66
sleep 0.5; kill %1; wait
inject veth0 0g; echo $?
inject veth0 1::2::3; echo $?
inject none $head; echo $?
inject; echo $?
