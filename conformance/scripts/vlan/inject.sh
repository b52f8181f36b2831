# Frames with tags that nobody wants, short ones, and tags in tags.
# profile: debian
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip link set v0 up; ip link set v1 up
ip link add link v1 name vl5 type vlan id 5; ip link set vl5 up
ip link add link v1 name vl0 type vlan id 0
ip link add link vl5 name vl56 type vlan id 6; ip link set vl56 up
sleep 1.5
tcpdump -lnnei v1 > /tmp/cap 2>/dev/null & P=$!
tcpdump -lnnei vl56 > /tmp/cap6 2>/dev/null & P="$P $!"
sleep 1
D=020000000002 S=020000000001
# nothing behind the tag, half a tag, a tag and no type
inject v0 $D $S 8100
inject v0 $D $S 8100 00
inject v0 $D $S 8100 0005
inject v0 $D $S 8100 0005 08
inject v0 $D $S 8100 0005 0800
inject v0 $D $S 8100 0005 8100 0006 0800 4500
inject v0 $D $S 8100 0005 8100
inject v0 $D $S 8100 0000 8100 0005 88b5 0102030405
inject v0 $D $S 8100 2000 88b5 0102030405
inject v0 $D $S 8100 0007 88b5 0102030405
inject v0 $D $S 88a8 0005 88b5 0102030405
inject v0 020000000099 $S 8100 0005 88b5 0102030405
inject v0 ffffffffffff $S 8100 0005 8100 0006 88b5 0102030405
inject v0 01005e000001 $S 8100 a005 88b5 0102030405
inject v0 $D $S 8100 0fff 88b5 0102030405
inject v0 $D $S 8100 0005 0003 aaaa03
sleep 0.5
kill $P; wait 2>/dev/null
cut -d' ' -f2- /tmp/cap; echo; cut -d' ' -f2- /tmp/cap6
for d in v1 vl5 vl56 vl0; do ip -s link show $d | sed -n '3,4p'; done
