# What the kernel makes of arp's ioctls: devices, types, masks, what is published, and the notifications.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
t() { echo "\$ $*"; "$@" 2>&1; echo "=$?"; }
s() { ip -4 neigh show nud all 2>&1 | grep -v "^224" | sort; ip neigh show proxy; cat /proc/sys/net/ipv4/conf/{all,va}/proxy_arp | tr "\n" " "; echo; }
ip link add va address 02:00:00:00:00:11 type veth peer name vb address 02:00:00:00:00:12
ip tuntap add t0 mode tun
ip link set va up; ip link set vb up; ip link set lo up; ip link set t0 up
ip addr add 10.0.0.1/24 dev va; ip addr add 10.9.0.1/24 dev t0
ip monitor > mon & sleep 0.2
ip route add prohibit 10.1.0.0/24; ip route add unreachable 10.2.0.0/24; ip route add blackhole 10.3.0.0/24; ip route add 10.4.0.0/24 via 10.0.0.2; ip route add throw 10.5.0.0/24
ip route add 10.6.0.0/24 dev va scope host; ip route add local 10.7.0.0/24 dev lo
M=02:00:00:00:01:01
for a in 10.1.0.1 10.2.0.1 10.3.0.1 10.4.0.1 10.5.0.1 10.6.0.1 10.7.0.1 10.8.0.1 10.0.0.1 10.0.0.255 224.0.0.5 255.255.255.255 0.0.0.0 127.0.0.1 10.0.0.5 10.9.0.5; do t arp -s $a $M; t arp -d $a; t arp -s $a $M temp; t arp -d $a priv; t arp -d $a pub; done; s
for d in va lo t0 nosuch va:1 ""; do for w in "" pub temp "pub temp" priv dontpub "pub netmask 0.0.0.0" "netmask 255.255.255.255" "pub netmask 255.255.255.0" "netmask 0.0.0.0" "pub dontpub"; do t arp ${d:+-i $d} -s 10.0.0.7 $M $w; s; t arp ${d:+-i $d} -d 10.0.0.7 ${w//temp/}; s; done; done
t arp -s 10.0.0.8 02:00:00:00:00:12 pub; s
t arp -Ds 10.0.0.9 va pub; s
t arp -Ds 10.0.0.10 t0 pub; s
t arp -Ds 10.0.0.10 t0 ; s
t arp -Ds 10.0.0.10 lo pub; s
t arp -i va -Ds 10.0.0.11 vb pub; s
t arp -d 10.0.0.8 pub; t arp -d 10.0.0.9 pub; t arp -d 10.0.0.9; t arp -i vb -d 10.0.0.8; t arp -i va -d 10.0.0.9; s
ping -c 1 -W 1 10.0.0.20 >/dev/null; t arp -d 10.0.0.20; t arp -d 10.0.0.20; s
ip neigh add 10.0.0.21 dev va nud noarp lladdr $M; t arp -d 10.0.0.21; s
ip neigh add 10.0.0.22 dev va nud permanent lladdr $M; t arp -s 10.0.0.22 02:00:00:00:01:05 temp; s; t arp -d 10.0.0.22
ip neigh add proxy 10.0.0.23; t arp -d 10.0.0.23; s
ip neigh add proxy 10.0.0.24 dev va router; t arp -i va -s 10.0.0.24 $M pub; ip -d neigh show proxy
ip addr flush dev vb; ip link set vb down; t arp -i vb -s 10.0.0.25 $M; t arp -i vb -s 10.0.0.25 $M pub; s
ip link set vb mtu 60; t arp -i vb -s 10.0.0.26 $M; t arp -i vb -s 10.0.0.26 $M pub netmask 0.0.0.0; s
sleep 0.2; kill %1; cat mon
