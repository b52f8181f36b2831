# Ports and groups are listed as the devices were made; a time of which more than 64 bits of nanoseconds come.
ip link add brd1 index 30 address 02:00:00:00:00:99 up type bridge
ip link add brd0 index 20 address 02:00:00:00:00:98 up type bridge
ip link add veth0 index 25 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 up type veth peer name veth1 address 02:00:00:00:00:11 index 5 numtxqueues 1 numrxqueues 1
ip link set veth0 master brd0
ip link set veth1 master brd1
bridge link | cut -d ' ' -f 1-2
bridge mdb add dev brd0 port veth0 grp 01:02:03:04:05:06 permanent
bridge mdb add dev brd1 port veth1 grp 01:02:03:04:05:06 permanent
bridge mdb | grep 01:02
brctl setageing brd0 99999999999
cat /sys/class/net/brd0/bridge/ageing_time
ip -d link show brd0 | grep -o 'ageing_time [0-9]*'
brctl showstp brd0 | grep age
