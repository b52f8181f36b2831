# Numbers that are written to attributes of devices: how they are read, and who looks at them.
ip tuntap add tun0 mode tun
ip link add v0 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:01 type veth peer v1 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:02
put() {
  (echo "$2" >/sys/class/net/$1) 2>&1 | sed 's/.*: line [0-9]*: //'
  echo "$1 < '$2': ${PIPESTATUS[0]} $(cat /sys/class/net/$1 2>&1)"
}
numbers='0 1 +7 -1 08 010 0x 0x10 0X5D1 x 1400 1400x 65535 2147483648 4294967295 4294967296 4294968796 18446744073709551615 18446744073709551616'
for file in v0/mtu lo/mtu tun0/tx_queue_len v0/flags tun0/carrier v0/carrier v0/netdev_group lo/proto_down; do
  for number in "" " 7" "7 " $numbers; do put $file "$number"; done
done
ip link set tun0 up
for number in 1 0 x "7 "; do put tun0/carrier "$number"; done
ip -br link show dev v1
for group in 4294967295 2147483648 7; do
  echo $group >/sys/class/net/v0/netdev_group
  ip link show v0
  ip -j link show v0
done
