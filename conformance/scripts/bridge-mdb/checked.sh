# What is broken of groups' messages, and what the bridge shows of routers that it does not care for.
ip link add brd0 address 02:00:00:00:00:99 up type bridge
for i in 0 1; do
  ip link add veth$i address 02:00:00:00:00:1$i numtxqueues 1 numrxqueues 1 up type veth peer name far$i address 02:00:00:00:00:2$i numtxqueues 1 numrxqueues 1
  ip link set far$i up
  ip link set veth$i master brd0
done
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
sleep 1.5
state() { echo "# $1"; bridge -d mdb | sed /ff02/d; }
inject far0 01005e01010102000000bb0108004600002000000000010211110a00004eef010101940400001600f9fcef010101
state 'a report, its header wrong'
inject far0 01005e01010102000000bb010800460000200000000001022a880a00004eef010101940400001600f9fcef010101
state 'a report'
inject far1 01005e00000102000000bb040800460000200000000001023a890a00004ee0000001940400001164ee9b00000000
state 'a query'
ip link set brd0 type bridge mcast_router 0
state 'routers do not matter'
ip link set brd0 type bridge mcast_router 1
state 'and do'
