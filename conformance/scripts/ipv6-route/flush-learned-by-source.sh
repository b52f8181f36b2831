# Flushing what was learned below routes by source: it is looked for among those without.
ip netns add r
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b netns r
ip netns exec r sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set lo up; ip -n r link set r0 up; ip link set h0 up; sleep 2.4
ip addr add fd00:1::1/64 dev h0 nodad; ip addr add fd00:1::5/64 dev h0 nodad;
sysctl -qw net.ipv6.conf.all.forwarding=1
ip -6 neigh add fe80::b lladdr 02:00:00:00:00:0b dev h0 nud permanent
ip -6 neigh add fd00:1::b lladdr 02:00:00:00:00:0b dev h0 nud permanent
ip -6 route add default via fe80::b dev h0
ip -6 route add fd00:9::/48 via fd00:1::b
ip -6 route add fd00:9:9::/64 from fd00:1::1 via fd00:1::b
ip -6 route add fd00:9:8::/64 from fd00:1::/64 via fd00:1::b
err() { ip netns exec r inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd 6000 0000 0000 3a ${hl:-40} ${from:-fe80::b} ${to:-fd00:1::1} $1 $2 0000 $3 $pre 6000 0000 0010 $6 40 $4 $5 ${7:-8100 0000 0007 0001 0000 0000 0000 0000}; }
show() { ip -6 route show cache table all | sed 's/expires [0-9]*sec/expires Nsec/' | sort;  }

fl() { timeout 2 ip -6 route flush cache; echo "flush $?"; show; }
for s in fd00:1::1 fd00:1::5; do for d in fd00:9:9::1 2001:db8::1; do
echo "== $s $d"; err 02 05 00000514 $s $d 3a; show; fl
done; done
