# The words of `ip link … type macvlan`, right and wrong ones.
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02
try() { echo "\$ ip $*"; ip "$@"; echo "= $?"; }
try link add link v0 name m0 type macvlan mode foo
try link add link v0 name m0 type macvlan mode
try link add link v0 name m0 type macvlan help
try link add link v0 name m0 type macvlan foo
try link add link v0 name m0 type macvlan flag foo
try link add link v0 name m0 type macvlan mode bridge flag nopromisc
try link add link v0 name m0 type macvlan mode bridge flag nodst
try link del m0
try link add link v0 name m0 type macvlan mode bridge nopromisc
try link add link v0 name m0 type macvlan mode bridge macaddr add 02:00:00:00:00:77
try link add link v0 name m0 type macvlan mode source macaddr foo
try link add link v0 name m0 type macvlan mode source macaddr add
try link add link v0 name m0 type macvlan mode source macaddr add zz
try link add link v0 name m0 type macvlan mode source macaddr add 01:00:00:00:00:77
try link add link v0 name m0 type macvlan bcqueuelen
try link add link v0 name m0 type macvlan bcqueuelen x
try link add link v0 name m0 type macvlan bclim 3
try link add name m0 type macvlan
try link add link nodev name m0 type macvlan
try link add link lo name m0 type macvlan
try link add link v0 name m0 mtu 1600 type macvlan
try link add link v0 name m0 address 01:00:00:00:00:11 type macvlan
try link add link v0 name m0 address 02:00:00:00:00:10 type macvlan
try -d link show m0
try link add link v0 name m1 address 02:00:00:00:00:11 type macvlan mode private bcqueuelen 77
try link add link v0 name m2 address 02:00:00:00:00:12 type macvlan mode bridge flag null bcqueuelen 5000
try link add link v0 name m3 address 02:00:00:00:00:13 type macvlan mode source macaddr set 02:00:00:00:00:77 02:00:00:00:00:78
try link add link v0 name m4 type macvlan mode passthru
try -d link show m1
try -d link show m2
try -d link show m3
try -d -j -p link show m3
try link set m3 type macvlan macaddr add 02:00:00:00:00:79
try link set m3 type macvlan macaddr del 02:00:00:00:00:77
try -d link show m3
try link set m3 type macvlan mode source flag nodst
try -d link show m3
try link set m3 type macvlan macaddr flush
try -d link show m3
try link set m3 type macvlan macaddr set
try link set m3 type macvlan mode bridge
try link set m3 type macvlan macaddr add 02:00:00:00:00:79
try link set m3 type macvlan mode passthru
try link set m2 type macvlan bcqueuelen 10
try -d link show m2
try link add link m2 name m5 address 02:00:00:00:00:15 type macvlan mode vepa
try -d link show m5
try link set m5 address 02:00:00:00:00:01
try link set m5 address 02:00:00:00:00:12
try link set m5 address 02:00:00:00:00:16
try link set m5 mtu 2000
try link set m5 mtu 1000
try link show m5
try link set v0 mtu 900
try link show m5
try link set v1 master m5
try link set m5 master v1
try link set v0 mtu 1500
try link show m5
try -br link show type macvlan
try link help macvlan
try link del m5
try link del v0
try -br link
try link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
try link add link v0 name m4 type macvlan mode passthru flag nopromisc
try -d link show m4
try link add link v0 name m5 type macvlan mode passthru
try link add link v0 name m5 type macvlan mode bridge
try link set m4 type macvlan mode bridge
try link set m4 address 02:00:00:00:00:44
try link show v0
try link show m4
try link set v0 address 02:00:00:00:00:45
try link show m4
try link set m4 address 02:00:00:00:00:44
try link del m4
try link show v0
