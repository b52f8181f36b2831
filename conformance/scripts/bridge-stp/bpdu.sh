# What a bridge sends, and how it takes a better root.
ip link add br0 address 02:00:00:00:00:99 type bridge stp_state 1 forward_delay 225 hello_time 100 max_age 600
ip link add veth0 address 02:00:00:00:00:10 type veth peer name veth1 address 02:00:00:00:00:11
ip link set veth1 address 02:00:00:00:00:11
ip link set veth0 master br0
sysctl -qw net.ipv6.conf.veth1.disable_ipv6=1 net.ipv6.conf.br0.disable_ipv6=1 net.ipv6.conf.veth0.disable_ipv6=1
ip link set veth1 up
tcpdump -tnevv -i veth1 -c 6 stp > dump 2> err &
sleep 0.5
ip link set veth0 up
ip link set br0 up
sleep 6.5
wait
cat dump; grep -v listening err
bridge link
# a better root behind veth1: sent as it would be by another bridge
inject veth1 0180c2000000 020000000011 0026 424203 0000 00 00 00 1000020000000022 00000004 1000020000000022 8005 0000 0600 0100 0200
sleep 1.2
ip -d link show br0 | grep -o 'root_port.*detected [01]'
ip -d link show veth0 | grep -o 'bridge_slave.*designated_root [^ ]*'
sleep 7.5
ip -d link show br0 | grep -o 'root_port.*detected [01]'
ip link set veth0 type bridge_slave guard on
inject veth1 0180c2000000 020000000011 0026 424203 0000 00 00 00 1000020000000022 00000004 1000020000000022 8005 0000 0600 0100 0200
bridge link
