# Reports of those who mean no good: cut off, wrong, too many sources, too many groups.
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
raw() { local h=$1; shift; inject h$h 01005e000016 02000000020$h 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$h 224.0.0.22 94040000 $*; }
report() { local h=$1; shift; raw $h 22 00 0000 0000 $(printf %04x $#) $*; }
six() { local h=$1; shift; inject h$h 333300000016 02000000020$h 86dd 60000000 0000 00 01 fe80::$h ff02::16 3a00 0502 0000 0100 $*; }
mdb() { bridge -d -s mdb | sed -E 's/2[56][0-9]\.[0-9]{2}/GMI/g; s/([ /])(1[0-9]|[1-9])\.[0-9]{2}/\1LMQT/g' | sort; }
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_last_member_interval 900 mcast_igmp_version 3 mcast_mld_version 2
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 2
tcpdump -l -n -t -i h2 -Q in >seen 2>/dev/null &
sleep 1
G=239.1.1.1 A=10.1.0.1
say() { sleep 0.1; echo "== $*"; mdb; }
sources() { for i in $(seq $1 $2); do printf '0a0200%02x ' $i; done; }
report 1 "$(rec $IS_IN $G $(sources 1 31))"
say 31 sources | grep -c src
report 1 "$(rec $ALLOW $G $(sources 30 40))"
say 32 at most
report 1 "$(rec $TO_EX $G $(sources 20 60))"
say all but 41
report 1 "$(rec $TO_IN $G)"
ip link set p1 nomaster; ip link set p1 master br0
say nothing
raw 1 22 00 0000 0000 0001
raw 1 22 00 0000 0000 0002 $(rec $IS_EX 239.1.1.2)
say two records announced, one there
raw 1 22 00 0000 0000 0001 02 00 0003 239.1.1.3 $A $A
say three sources announced, two there
raw 1 22 00 0000 0000 0001 02 00 ffff 239.1.1.3 $A
raw 1 22 00 0000 0000 ffff $(rec $IS_EX 239.1.1.4) $(rec $IS_EX 239.1.1.5 $A)
say 65535 records announced, two there
raw 1 22 00 0000 0000 0001 02 02 0001 239.1.1.6 $A 01020304 05060708
say with data behind it
raw 1 22 00 0000 0000 0001 02 00 0001 10.1.1.1 $A
say a group that is none
raw 1 22 00 0000 00
raw 1 22 00 1234 0000 0001 $(rec $IS_EX 239.1.1.7)
say a wrong checksum
ip link set p1 nomaster; ip link set p1 master br0
six 1 8f00 0000 0000 0001 02 00 0001 ff05::1 2001:db8::1
six 1 8f00 0000 0000 0002 05 00 0004 ff05::2 :: ff02::1 2001:db8::2 2001:db8::2 05 00 0001 ff02::1 2001:db8::2
six 1 8f00 0000 0000 0002 02 00 0001 ff05::3 2001:db8::3 02 00 0002 ff05::4 2001:db8::3
six 1 8f00 0000 0000 0001 02 00 0000 ff05
say MLD
ip link set p1 nomaster; ip link set p1 master br0
ip link set br0 type bridge mcast_hash_max 3
report 1 "$(rec $IS_IN $G $A 10.1.0.2 10.1.0.3)"
sleep 0.1
ip -d link show br0 | grep -o 'mcast_snooping [01]'
say three entries at most
ip link set br0 type bridge mcast_snooping 1 mcast_hash_max 4096
sleep 0.2
kill %1; wait
grep -c 'igmp v3 report' seen
