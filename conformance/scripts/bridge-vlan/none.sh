# VLANs in a kernel whose bridges know none.
ip link add name veth2 address 02:00:00:00:00:11 type veth peer dev veth3 address 02:00:00:00:00:12
ip link add name brd1 address 02:00:00:00:00:16 type bridge
ip link set veth2 master brd1
for c in add del; do for v in x 0 1 5 4094 4095 5-9 9-5 5-5 1-4095 0-7 10x; do for d in "veth2" "veth2 master" "brd1 self" "veth3" "veth2 self"; do for f in "" "pvid untagged"; do
echo "- $c vid $v dev $d $f"; bridge vlan $c vid $v dev $d $f; echo $?
done; done; done; done
bridge vlan
