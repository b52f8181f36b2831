# Counters of membership messages: of the bridge, of its ports, and of the spanning tree beside them.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
# the bridge itself is in a group of the link, which it would tell those who ask, at some time within ten seconds
sysctl -q -w net.ipv4.igmp_link_local_mcast_reports=0
IS_IN=01 IS_EX=02 TO_IN=03 TO_EX=04 ALLOW=05 BLOCK=06
rec() { echo "$1 00 $(printf %04x $(($# - 2))) ${*:2}"; }
igmp() { local h=$1 to=$2; shift 2; inject h$h 01005e000016 02000000020$h 0800 46c0 0000 0000 4000 01 02 0000 10.0.0.$h $to 94040000 $*; }
mld() { local h=$1 to=$2; shift 2; inject h$h 333300000016 02000000020$h 86dd 60000000 0000 00 01 fe80::$h $to 3a00 0502 0000 0100 $*; }
t ip link xstats type bridge
ip link add br0 address 02:00:00:00:00:b0 type bridge mcast_igmp_version 3
for i in 1 2; do
  ip link add p$i address 02:00:00:00:01:0$i type veth peer name h$i address 02:00:00:00:02:0$i
  ip link set p$i master br0
  ip link set p$i up
  ip link set h$i up
done
ip link set br0 up
sleep 3
# nothing is counted yet
igmp 1 239.1.1.1 16 00 0000 239.1.1.1
t ip link xstats type bridge dev br0 igmp
ip link set br0 type bridge mcast_stats_enabled 1
igmp 1 239.1.1.1 12 00 0000 239.1.1.1
igmp 1 239.1.1.1 16 00 0000 239.1.1.1
igmp 1 239.1.1.1 16 00 0000 239.1.1.1
igmp 1 224.0.0.22 22 00 0000 0000 0001 $(rec $IS_IN 239.1.1.2 10.1.0.1)
igmp 1 224.0.0.2 17 00 0000 239.1.1.1
mld 1 ff05::1 8300 0000 0000 0000 ff05::1
mld 1 ff02::16 8f00 0000 0000 0001 $(rec $IS_EX ff05::2)
mld 1 ff02::2 8400 0000 0000 0000 ff05::1
mld 2 ff02::1 8200 0000 03e8 0000 ::
mld 2 ff02::1 8200 0000 03e8 0000 :: 02 7d 0000
mld 2 ff02::1 8200 0000 03e8
# the host itself takes its time to answer
igmp 2 224.0.0.1 11 ff 1234 0.0.0.0
igmp 2 224.0.0.1 11 ff 0000 0.0.0.0 02 7d 0000
igmp 2 224.0.0.1 11 ff 0000 0.0.0.0
igmp 2 224.0.0.1 11 00 0000 0.0.0.0
sleep 0.1
t ip link xstats type bridge
t ip link xstats type bridge_slave
t ip link xstats type bridge dev p1
t ip link xstats type bridge_slave dev p2 igmp
t ip link xstats type bridge_slave stp
t ip -j link xstats type bridge
t ip -j -p link xstats type bridge_slave dev p1 stp
t ip -s -d link xstats type bridge dev br0 stp
t ip link xstats type bridge dev nope
t ip link xstats
t ip link xstats type
t ip link xstats typ bridge stp
t ip link xstats bridge
t ip link xstats help
t ip link xstats type foo
t ip link xstats type veth
t ip link xstats type sit
t ip link xstats type bridge foo
t ip link xstats type bridge ig
t ip link xstats type bridge dev
t ip link xstats type bridge help
t ip link xstats type bridge_slave help
# the bridge as querier, and the spanning tree
ip link set br0 type bridge mcast_querier 1 stp_state 1 forward_delay 200 hello_time 1000
ip link set p2 down
ip link set p2 up
sleep 0.5
t ip -s link show br0 | grep -c RX
inject h1 0180c2000000 020000000201 0026 424203 0000 00 80 00 8000020000000099 00000000 8000020000000099 8001 0000 1400 0200 0f00
inject h1 0180c2000000 020000000201 0007 424203 0000 00 80
sleep 0.2
t ip link xstats type bridge_slave dev p1 stp
