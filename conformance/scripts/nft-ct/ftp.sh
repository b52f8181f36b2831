# The helper of FTP: what PASV, EPSV, PORT and EPRT announce is expected
ip link set lo up
ip netns add cl; ip netns add sv
ip link add veth0 type veth peer name veth0p
ip link add veth1 type veth peer name veth1p
ip link set veth0p netns cl; ip link set veth1p netns sv
ip addr add 10.0.1.1/24 dev veth0; ip addr add 10.0.2.1/24 dev veth1
ip link set veth0 up; ip link set veth1 up
ip -n cl addr add 10.0.1.2/24 dev veth0p; ip -n cl link set veth0p up; ip -n cl route add default via 10.0.1.1
ip -n sv addr add 10.0.2.2/24 dev veth1p; ip -n sv link set veth1p up; ip -n sv route add default via 10.0.2.1
sysctl -qw net.ipv4.ip_forward=1
nft -f - <<'X'
table ip t {
 ct helper ftp-std { type "ftp" protocol tcp; }
 chain pre { type filter hook prerouting priority 0; tcp dport 21 ct helper set "ftp-std"; }
 chain fw { type filter hook forward priority 0; policy drop; ct state established accept; ct state related counter accept; tcp dport 21 accept; }
}
X
nft list ruleset
(sleep 0.3; printf '220 hello\r\n'; sleep 0.6; printf '331 ok\r\n'; sleep 0.5; printf '227 Entering Passive Mode (10,0,2,2,200,10)\r\n'; sleep 0.6; printf '229 Entering Extended Passive Mode (|||51300|)\r\n'; sleep 2; printf '200 PORT\r\n'; sleep 3) | ip netns exec sv nc -l -p 21 > /tmp/ctl.log &
ip netns exec sv nc -l -p 51300 > /tmp/data.log &
sleep 0.2
(sleep 0.6; printf 'USER x\r\n'; sleep 0.5; printf 'PASV\r\n';sleep 0.5; printf 'EPSV\r\n'; sleep 1.6;  printf 'PORT 10,0,1,2,4,1\r\n'; sleep 0.9; printf 'EPRT |1|10.0.1.2|1027|\r\n'; sleep 2) | ip netns exec cl nc -p 40000 10.0.2.2 21 > /tmp/ctl2.log &
sleep 1.75
echo == after pasv
conntrack -L expect | sed 's/^[0-9]* /T /'
sed 's/^[0-9]* /T /' /proc/net/nf_conntrack_expect
conntrack -L -o extended | sed 's/ id=.*//;s/tcp      6 [0-9]*/tcp 6 T/'
sleep 0.6
echo == after epsv
conntrack -L expect | sed 's/^[0-9]* /T /'
echo hello | ip netns exec cl nc -N -p 41000 10.0.2.2 51300
cat /tmp/data.log
conntrack -L expect
conntrack -L | sort | sed 's/tcp      6 [0-9]*/tcp 6 T/'
sort /proc/net/nf_conntrack | sed 's/6 [0-9]* /6 T /'
sleep 1.2
echo == port
conntrack -L expect | sed 's/^[0-9]* /T /'
sleep 1
echo == eprt
conntrack -L expect | sed 's/^[0-9]* /T /'
conntrack -L expect -o xml | sed 's/<timeout>[0-9]*/<timeout>T/'
kill %1 %2 %3 2>/dev/null; sleep 0.3
cat /tmp/ctl.log /tmp/ctl2.log
conntrack -S | head -1
nft list table ip t
