# FTP behind masquerading: commands get another address, and sequence numbers follow
ip link set lo up
ip netns add cl; ip netns add sv
ip link add veth0 type veth peer name veth0p
ip link add veth1 type veth peer name veth1p
ip link set veth0p netns cl; ip link set veth1p netns sv
ip addr add 10.0.1.1/24 dev veth0; ip addr add 192.168.200.1/24 dev veth1
ip link set veth0 up; ip link set veth1 up
ip -n cl addr add 10.0.1.2/24 dev veth0p; ip -n cl link set veth0p up; ip -n cl route add default via 10.0.1.1
ip -n sv addr add 192.168.200.2/24 dev veth1p; ip -n sv link set veth1p up
sysctl -qw net.ipv4.ip_forward=1
nft -f - <<'X'
table ip t {
 ct helper ftp-std { type "ftp" protocol tcp; }
 chain pre { type filter hook prerouting priority -50; tcp dport 21 ct helper set "ftp-std"; }
 chain post { type nat hook postrouting priority 100; oif veth1 masquerade; }
 chain fw { type filter hook forward priority 0; policy drop; ct state established accept; ct state related ct helper "ftp" counter accept; tcp dport 21 accept; }
}
X
(sleep 0.3; printf "220 hello\r\n"; sleep 1.2; printf "331 ok\r\n"; sleep 1.5; printf "227 Entering Passive Mode (192,168,200,2,200,10)\r\n"; sleep 1; printf "229 Entering Extended Passive Mode (|||51300|)\r\n"; sleep 5) | ip netns exec sv nc -l -p 21 > /tmp/ctl.log &
sleep 0.3
timeout 5 ip netns exec sv tcpdump -nli veth1p -c 17 tcp port 21 2>/dev/null | sed 's/^[^ ]* //;s,options .*\], ,,;s,: FTP.*,,' > /tmp/dump &
(sleep 0.6; printf 'USER x\r\n'; sleep 0.3; printf 'PORT 10,0,1,2,4,1\r\n'; sleep 0.5; printf 'EPRT |1|10.0.1.2|1027|\r\n'; sleep 0.5;  printf 'PASV\r\n'; sleep 6) | ip netns exec cl nc -p 40000 192.168.200.2 21 > /tmp/ctl2.log &
sleep 1.05
conntrack -L expect | sed 's/^[0-9]* /T /'
ip netns exec cl nc -l 1025 > /tmp/data &
sleep 0.1
echo datata | ip netns exec sv nc -N -p 20 192.168.200.1 1025
cat /tmp/data
conntrack -L | sed 's/tcp      6 [0-9]*/tcp 6 T/' | sort
sleep 0.5
conntrack -L expect | sed 's/^[0-9]* /T /'
sleep 3
conntrack -L expect -o xml| sed 's/<timeout>[0-9]*/<timeout>T/'
sleep 1.2
kill %1 %3
sleep 0.2
cat /tmp/ctl.log /tmp/ctl2.log
cat /tmp/dump
conntrack -S
nft list table ip t
