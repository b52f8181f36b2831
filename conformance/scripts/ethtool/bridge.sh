# Offloads of a bridge follow its ports'.
ip link add br0 address 02:00:00:00:00:99 type bridge
ip link add veth0 type veth peer name veth1
ip link add veth2 type veth peer name veth3
ip tuntap add tap0 mode tap
show() { echo "# $*"; ethtool -k br0 > now; diff before now | grep '^[<>]'; mv now before; }
ethtool -k br0 > before
ip link set veth0 master br0; show veth0
ip link set tap0 master br0; show tap0
ip link set veth0 nomaster; show without veth0
ip link set veth2 master br0; show veth2
ip link set tap0 nomaster; show without tap0
ethtool -K veth2 tso off; show tso off below
ethtool -K veth2 tx off; show tx off below
ethtool -K veth2 sg off; show sg off below
ethtool -K br0 tso off; show tso off
ethtool -K br0 gro off; show gro off
ethtool -K br0 tx-nocache-copy on; show nocache
ethtool -K veth2 tx on sg on tso on; show all on below
ethtool -K br0 tso on gro on; show all on
ip link set veth2 up; ip link set veth3 up; ip link set br0 up
sleep 1.5
ethtool br0 | grep -e Speed -e Link
ethtool -S br0
ip monitor link > log &
sleep 0.3
ethtool -K veth2 gso off
ethtool -K br0 gso off
ethtool -K br0 gso on
sleep 0.3
kill %1
grep -v ether log
