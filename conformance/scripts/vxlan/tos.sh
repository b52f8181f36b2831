# The TOS of a tunnel is hexadecimal or a name; VLAN protocols of a bridge go by names of any case, and numbers.
for tos in 255 ff 10 0x10 inherit AF11 1 "" x -1 0 fff "10 " lowdelay; do
  echo "- $tos"
  ip link add vxl0 type vxlan id 7 dstport 4789 tos "$tos"
  echo $?
  ip -d link show vxl0 | grep -o "tos [^ ]*"
  ip link del vxl0
done
ip link add brd0 address 02:00:00:00:00:01 type bridge
for protocol in 802.1q 802.1Q 802.1AD foo 0x8100 33024 34984 34984x "" -1 65536 0x88A8 99999999999; do
  echo "- $protocol"
  ip link set brd0 type bridge vlan_protocol "$protocol"
  echo $?
done
