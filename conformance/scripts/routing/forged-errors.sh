# What errors that are forged teach about addresses of every kind: this host's own, of groups, of nobody, behind routes of every type.
ip netns add r
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b netns r
ip link add h1 index 12 address 02:00:00:00:00:1a type veth peer name r1 index 22 address 02:00:00:00:00:1b netns r
ip link set lo up; ip link set h0 up; ip link set h1 up; ip -n r link set r0 up; ip -n r link set r1 up
ip addr add 10.0.0.1/24 dev h0; ip addr add 10.0.1.1/24 dev h1; ip addr add 10.0.0.5/24 dev h0; ip addr add 172.16.0.1 peer 172.16.0.2 dev h1
ip -n r addr add 10.0.0.2/24 dev r0
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.accept_redirects=1 net.ipv4.conf.h0.accept_redirects=1 net.ipv4.conf.h0.accept_source_route=1 net.ipv4.conf.all.accept_source_route=1 net.ipv4.conf.all.secure_redirects=0 net.ipv4.conf.h0.secure_redirects=0
ip route add default via 10.0.0.2
ip route add 10.9.0.0/16 via 10.0.0.2
ip route add 10.9.1.0/24 via 10.0.0.2 mtu 1000
ip route add 10.9.2.0/24 via 10.0.0.2 mtu lock 1000
ip route add blackhole 10.9.3.0/24
ip route add unreachable 10.9.4.0/24
ip route add local 10.9.5.0/24 dev lo
ip route add broadcast 10.9.6.0/24 dev h0
ip route add throw 10.9.7.0/24
ip route add multicast 10.9.8.0/24 dev h0 
sleep 1
rd() { printf '%02x%02x%02x%02x' ${1//./ }; }
# type code rest(8hex) inner-src inner-dst proto
err() { ip netns exec r inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 0800 4500 0000 0001 0000 40 01 0000 10.0.0.2 10.0.0.1 $1 $2 0000 $3 4500 0054 0001 4000 40 $6 0000 $4 $5 ${7:-0000 0000 0007 0001}; }
show() { ip route show cache table all | sed 's/expires [0-9]*sec/expires Nsec/' | sort; }
for proto in 01; do
for s in 10.0.0.1 127.0.0.1 0.0.0.0; do
for d in 10.0.0.1 10.0.0.5 10.0.1.1 10.0.0.255 127.0.0.1 255.255.255.255 224.0.0.1 0.0.0.0 10.0.0.2 10.0.0.77 10.0.1.77 172.16.0.2 172.16.0.1 8.8.8.8 10.9.1.1 10.9.2.1 10.9.3.1 10.9.4.1 10.9.5.1 10.9.6.1 10.9.7.1 10.9.8.1; do
echo "== $proto $s $d"
err 03 04 00000400 $s $d $proto; 
show
ip route flush cache
err 05 01 $(rd 10.0.0.77) $s $d $proto
show
err 05 00 $(rd 10.0.0.9) $s $d $proto
show
ip route flush cache
done; done; done
for m in 0000 0044 0227 0228 0229 0400 05db 05dc 05dd ffff; do echo "= $m"; err 03 04 0000$m 10.0.0.1 8.8.8.8 01;  show; ip route get 8.8.8.8 | sed 's/expires [0-9]*sec/expires Nsec/'; ip route flush cache; done
for m in 0000 0044 0227 0228 0229 0400 05db 05dc 05dd ffff; do echo "= $m"; err 03 04 0000$m 10.0.0.1 10.9.1.1 01;  show; done
for m in 0000 0044 0227 0228 0229 0400 05db 05dc 05dd ffff; do echo "= $m"; err 03 04 0000$m 10.0.0.1 10.9.2.1 01;  show; done
cat /proc/net/snmp | grep Icmp
