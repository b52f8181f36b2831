# Further addresses of macvlans, by `bridge fdb`.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
try() { echo "\$ $*"; "$@"; echo "= $?"; }
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02
ip link set v0 up; ip link set v1 up
ip link add link v0 name mv0 address 02:00:00:00:00:11 type macvlan mode bridge
ip link set mv0 up
try bridge fdb add 02:00:00:00:00:55 dev mv0
try bridge fdb add 01:00:5e:00:00:55 dev mv0
try bridge fdb add 01:00:5e:00:00:55 dev mv0
try bridge fdb replace 01:00:5e:00:00:56 dev mv0
try bridge fdb show dev mv0
bridge fdb show dev v0 | sort
try bridge fdb del 01:00:5e:00:00:55 dev mv0
try bridge fdb del 01:00:5e:00:00:55 dev mv0
try bridge fdb del 02:00:00:00:00:55 dev mv0
try bridge fdb get 01:00:5e:00:00:01 dev mv0 self
bridge fdb show dev v0 | sort
ip link del mv0
ip link add link v0 name mv0 type macvlan mode passthru
ip link set mv0 up
try bridge fdb add 02:00:00:00:00:55 dev mv0
try bridge fdb show dev mv0
bridge fdb show dev v0 | sort
try bridge fdb del 02:00:00:00:00:55 dev mv0
bridge fdb show dev v0 | sort
