# Small objects: families without settings, labels behind others of their length, addresses on lines of their own.
t() { "$@"; echo "= $?"; }
for f in 0 4 6 M B; do ip -$f netconf; t ip -$f netconf show dev lo; done
t ip addrlabel add prefix ::ffff:0:0/96 label 1; t ip addrlabel add prefix ::ffff:0:0/96 label 1
t ip addrlabel add prefix ::/96 label 1; t ip addrlabel add prefix ::/96 label 1 dev lo; t ip addrlabel add prefix ::/96 label 2 dev lo; ip addrlabel
for i in 1 2 3; do t ip addrlabel del prefix ::ffff:0:0/96 label 77; done; ip addrlabel
t ip -6 route delete fd00::5/64 table unspec; t ip -6 route delete fd00::5/64 table 9
ip -o -j maddr
t ip addr show label ''; t ip addr show label; t ip addr flush label ''; t ip link show label ''; t ip tuntap show help; t ip tuntap list h
ip link add v0 address 02:00:00:00:00:11 type veth peer name v1 address 02:00:00:00:00:12
t ip link show type ''; t ip addr show type _slave; t ip link show type veth type ''; ip -br addr show label 'v*'; t ip link show group ''
t ip link set if20 address 02:00:00:00:03:06; t ip link set if20 address 02:00:00:00:03:06 mtu 4; t ip link set lo address 1:2; t ip link add lo address 1:2 type veth
t ip link add v3 type veth peer dev v4 carrier 1; t ip link add v3 carrier 1 type veth peer dev v4
