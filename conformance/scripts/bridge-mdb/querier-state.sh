# Who queries, as the bridge tells it: itself, or somebody else.
q() {
  echo "- $*"
  rtdump 18:00000000000000000000000000000000 | tr a-p 0-9a-f | grep -o '2f80.*2c00' |
    sed 's/0c000300................/0c000300T/; s/0c000700................/0c000700T/'
}
ip link add dev brd1 address 02:00:00:00:00:14 type bridge mcast_querier 1
q new
ip link set brd1 up
q up
sleep 0.5
ip addr add 10.0.0.1/24 dev brd1
ip link set brd1 type bridge mcast_querier 0
q off
ip link set brd1 type bridge mcast_querier 1 mcast_query_use_ifaddr 1
sleep 0.1
q on, with an address
sleep 1
ip link set brd1 type bridge mcast_snooping 0
q no snooping
ip link del brd1
ip link add dev brd1 address 02:00:00:00:00:14 up type bridge
ip link add name veth2 address 02:00:00:00:00:11 type veth peer dev veth3 address 02:00:00:00:00:12
ip link set veth2 master brd1
ip link set veth2 up
ip link set veth3 up
sleep 1.5
q nobody
inject veth3 01:00:5e:00:00:01 02:00:00:00:00:12 0800 46000020 00000000 0102 0000 0a000002 e0000001 94040000 11640000 00000000
sleep 0.1
q somebody
inject veth3 33:33:00:00:00:01 02:00:00:00:00:12 86dd 60000000 00200001 fe80::1:1 ff02::1 3a00 0502 0000 0100 8200 0000 27100000 00*16
sleep 0.1
q both
bridge mdb show dev brd1 | grep router
ip link set brd1 type bridge mcast_querier 1
q itself too
inject veth3 01:00:5e:00:00:01 02:00:00:00:00:12 0800 46000020 00000000 0102 0000 0a000001 e0000001 94040000 11640000 00000000
sleep 0.1
q a lower one
ip link set veth2 nomaster
q no port
