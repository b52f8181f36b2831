# What is said first of groups for a bridge that is down or does not look at groups, and for devices that are no ports.
ip link add brd0 address 02:00:00:00:00:99 type bridge
ip link add veth0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 up type veth peer name veth1 numtxqueues 1 numrxqueues 1
for w in add del; do
for p in brd0 veth0 veth1; do bridge mdb $w dev brd0 port $p grp 239.1.1.1; bridge mdb $w dev brd0 port $p grp 239.1.1.1 permanent;  bridge mdb $w dev brd0 port $p grp 01:02:03:04:05:06; bridge mdb $w dev brd0 port $p grp 0.0.0.0; done
ip link set brd0 type bridge mcast_snooping 0
for p in brd0 veth0; do bridge mdb $w dev brd0 port $p grp 239.1.1.1; done
ip link set brd0 up
for p in brd0 veth0; do bridge mdb $w dev brd0 port $p grp 239.1.1.1; done
ip link set brd0 type bridge mcast_snooping 1
for p in brd0 veth0; do bridge mdb $w dev brd0 port $p grp 239.1.1.1; done
ip link set brd0 down
done
