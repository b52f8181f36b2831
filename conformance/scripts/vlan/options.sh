# The words of `ip link … type vlan`, right and wrong ones.
# profile: debian
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
try() { echo "\$ ip $*"; ip "$@"; echo "= $?"; }
try link help vlan
try link add link v0 name m0 type vlan
try link add link v0 name m0 type vlan help
try link add link v0 name m0 type vlan foo
try link add link v0 name m0 type vlan id
try link add link v0 name m0 type vlan id x
try link add link v0 name m0 type vlan id 4096
try link add link v0 name m0 type vlan id 70000
try link add link v0 name m0 type vlan id 5 protocol
try link add link v0 name m0 type vlan id 5 protocol foo
try link add link v0 name m0 type vlan id 5 protocol ip
try link add link v0 name m0 type vlan id 5 reorder_hdr
try link add link v0 name m0 type vlan id 5 reorder_hdr foo
try link add link v0 name m0 type vlan id 5 loose_binding foo
try link add link v0 name m0 type vlan id 5 ingress-qos-map
try link add link v0 name m0 type vlan id 5 ingress-qos-map foo
try link add link v0 name m0 type vlan id 5 ingress-qos-map 1:x
try link add link v0 name m0 type vlan id 5 egress-qos-map 1:9
try link add link v0 name m0 type vlan id 5 egress-qos-map 1:
try link add name m8 type vlan id 5
try link add link nodev name m0 type vlan id 5
try link add link lo name m8 type vlan id 5
try link add link v0 name m8 mtu 1600 type vlan id 55
try link add link v0 name m0 address 01:00:00:00:00:11 type vlan id 5
try link add link v0 name m0 type vlan id 5
try -d link show m0
try link add link v0 name m1 type vlan id 5
try link add link v0 name m1 type vlan id 5 protocol 802.1ad
try link add link v0 name m2 type vlan id 0
try link add link v0 name m3 type vlan id 4095
try link add link v0 name m4 type vlan id 4094 reorder_hdr off loose_binding on
try link add link v0 name m5 address 02:00:00:00:00:15 mtu 1000 type vlan id 0x10 protocol 0x8100 ingress-qos-map 1:2 3:4 egress-qos-map 0:1 5:7 6:7
try -d link show m1
try -d link show m2
try -d link show m3
try -d link show m4
try -d link show m5
try -d -j -p link show m5
try link set m5 type vlan egress-qos-map 5:0 7:3
try link set m5 type vlan ingress-qos-map 9:1
try link set m5 type vlan ingress-qos-map 1:0
try -d link show m5
try link set m5 type vlan id 7
try link set m5 type vlan id 16
try link set m5 type vlan reorder_hdr off loose_binding on
try -d link show m5
try link set m5 type macvlan mode bridge
try link add link m5 name m6 type vlan id 6
try -d link show m6
try link set m5 address 02:00:00:00:00:16
try link show m6
try link set m5 mtu 2000
try link set v0 mtu 900
try link show m5
try link show m0
try link set v0 mtu 1500
try link show m5
try link set v0 address 02:00:00:00:00:33
try link show m0
try link show m5
try -br link show type vlan
cat /proc/net/vlan/config
for d in m0 m4 m5 m6; do cat /proc/net/vlan/$d; done
ls /proc/net/vlan
cat /sys/class/net/m0/uevent
ls /sys/class/net/m0 | grep er_
try link del m5
try -br link
try link del v0
try -br link
cat /proc/net/vlan/config
