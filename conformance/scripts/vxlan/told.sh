# What a tunnel tells of itself: before its first entry, with the room that its headers need, and as one without groups.
ip monitor link neigh > /tmp/heard &
bridge monitor > /tmp/heard-bridge &
sleep 0.3
links() {
  # names, then what is needed in front and behind
  rtdump 18:00000000000000000000000000000000 | tr a-p 0-9a-f | grep -o '06004400....0000\|06004500....0000' | tr '\n' ' '
  echo
}
ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 address 02:00:00:00:00:12
ip link add vxl0 address 02:00:00:00:00:01 type vxlan id 7 dstport 4789 remote 10.0.0.2 dev veth0
ip link add vxl1 address 02:00:00:00:00:02 up type vxlan id 8 dstport 4789 remote fd00::2
ip link add vxl2 address 02:00:00:00:00:03 type vxlan id 9 dstport 4789 remote 10.0.0.2 dev vxl0
ip link add link vxl0 name mvl0 address 02:00:00:00:00:04 type macvlan
ip link add vxl3 address 02:00:00:00:00:05 type vxlan id 10 dstport 4789
bridge fdb add 02:00:00:00:00:77 dev vxl0 dst 10.0.0.3
bridge fdb add 02:00:00:00:00:78 dev vxl1 dst fd00::3
links
ip link add brd0 address 02:00:00:00:00:09 type bridge
ip link set veth1 master brd0
ip link set vxl1 master brd0
echo "a port that needs room"
links
ip link set vxl2 master brd0
links
ip link set vxl1 nomaster
links
ip link set vxl2 nomaster
echo "none"
links
ip link set vxl1 master brd0
ip link del veth0
links
echo "groups"
rtdump 86:0700000000000000 | tr a-p 0-9a-f | cut -c33-
echo "bits that are to be 0"
rtdump 18:00000000000000000000000000000000 | tr a-p 0-9a-f | grep -o '0c002100................'
sleep 0.3
kill %1 %2
cat /tmp/heard /tmp/heard-bridge
