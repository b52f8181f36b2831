# Addresses in brief as they come and go: no line ends, and each is there at once.
sysctl -qw net.ipv6.conf.default.router_solicitations=0 net.ipv6.conf.default.accept_dad=0
ip link add h0 index 40 address 02:00:00:00:00:40 numtxqueues 1 numrxqueues 1 type veth peer name h1 address 02:00:00:00:00:41 index 30 numtxqueues 1 numrxqueues 1
for o in -br "-br -4" "-br -o"; do for w in address "address label" "link address"; do
echo "== $o $w"
timeout 1 ip $o monitor $w > heard 2>&1 & sleep 0.2
ip addr add local 169.254.1.1/30 dev h0; ip addr add fd00::1/64 dev h1 nodad; ip link set h0 mtu 1400; ip link set h0 mtu 1500; ip route add blackhole 10.9.0.0/16; ip route del 10.9.0.0/16; ip neigh add 169.254.1.2 lladdr 02:00:00:00:00:09 dev h0; ip neigh del 169.254.1.2 dev h0; ip rule add pref 9 table 9; ip rule del pref 9; ip addr del 169.254.1.1/30 dev h0; ip addr del fd00::1/64 dev h1; sysctl -qw net.ipv4.conf.h0.forwarding=1 net.ipv4.conf.h0.forwarding=0
wait $!; sed 's/Timestamp.*/Timestamp/; s/^\[20.*\] /[TS] /; s/\[20[-0-9T:.]*\]/[TS]/' heard
done; done
