# What labels leave of other selectors; and the order of the parameters of neighbours.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add v0 mtu 1000 type veth peer name v1; ip link add v2 type veth peer name v3; ip addr add 10.0.0.1/24 dev v0 label v0:1; ip link set v0 group 5
sleep .02; ip link set v0 mtu 1400
ip ntable show name ndisc_cache | grep dev;ip ntable show name arp_cache | grep dev
for s in "type tap" "type veth" "group 5" "group 7" "nomaster" "master lo" "up" "scope link" "dev v0" "dev v2" "to 10.0.0.1" "type tap scope link"; do for o in -j -br -o "-4 -j" "-d -j"; do echo "# $o $s"; ip $o addr show label 'v0*' $s; ip $o addr show label 'x*' $s;  done; done
