# A tunnel for several networks: which it is for, and what is said of them.
sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
t bridge vni help
t ip link add x9 type vxlan external id 5 dstport 4789
t ip link add x9 type vxlan vnifilter id 5 dstport 4789
t ip link add x9 type vxlan noexternal dstport 4789
ip link add x0 address 02:00:00:00:01:00 type vxlan external dstport 4789 vnifilter proxy rsc l2miss l3miss gbp
ip link add x1 address 02:00:00:00:01:01 type vxlan external dstport 4790 vnifilter remote 10.0.0.9
ip link add x2 address 02:00:00:00:01:02 type vxlan external dstport 4791
ip link add x3 address 02:00:00:00:01:03 type vxlan external dstport 4791 vnifilter
ip -d link show x0 | sed -n 3p
ip -d link show x2 | sed -n 3p
ip -d -j -p link show x0 | sed -n '/info_data/,/}/p'
for i in external vnifilter gbp remcsumtx remcsumrx proxy norsc; do t ip link set x0 type vxlan $i; done
t ip link set x2 up; t ip link set x3 up
bridge monitor vni > /tmp/vni & P=$!
bridge monitor fdb > /tmp/fdb & P="$P $!"
sleep 0.3
for words in 'add dev x0 vni 5' 'add dev x0 vni 5' 'add dev x0 vni 5 remote 10.0.0.5' 'add dev x0 vni 5 remote 10.0.0.6' \
  'add dev x0 vni 5 group 239.0.0.5' 'add dev x0 vni 5 remote fd00::1' 'add dev x0 vni 6-7 remote 10.0.0.5' 'add dev x0 vni 8' \
  'add dev x0 vni 9' 'add dev x0 vni 8 remote 10.0.0.5' 'del dev x0 vni 5' 'delete dev x0 vni 5' 'delete dev x0 vni 5' \
  'delete dev x0 vni 5-9' 'add dev x0 vni 10-3' 'add dev x0 vni 16777216' 'add dev x0 vni 16777215' 'add dev x0 vni 0' 'add dev x0' \
  'add vni 5' 'add dev x2 vni 5' 'add dev lo vni 5' 'add dev nodev vni 4' 'add dev x0 vni 1 remote' 'add dev x0 vni 1 remote foo' \
  'add dev x0 vni 1 remote 1.1.1.1 group 2.2.2.2' 'add dev x0 vni 1 group 2.2.2.2' 'delete dev x0 vni 3 remote 1.1.1.1' \
  'add dev x0 vni 1-2-3' 'add dev x0 vni x' 'add dev x0 vni 2 foo' 'add dev x0 vni 30-33 remote 239.0.0.1' 'add dev x0 vni 34-34' \
  'add dev x0 vni 40,42-43' 'add dev x0 vni 44-' 'add dev x0 vni 46,,47x' 'add dev x0 vni 0x20' 'add dev x0 vni 50 remote 0.0.0.0' \
  'frob' 'sho' 'add dev x1 vni 1' 'add dev x1 vni 8-9 remote 10.0.0.200' 'add dev x1 vni 8' 'delete dev x1 vni 8'; do
  t bridge vni $words; bridge vni show
done
t bridge -s vni show dev x0
t bridge -j -p vni show
t bridge -j -s vni show dev x1
t bridge -o vni list
t bridge vni show dev x2
t bridge vni show dev lo
t bridge vni show dev nodev
for i in 0 1; do bridge fdb show dev x$i; done
t ip link del x0
sleep 0.3
kill $P; wait 2>/dev/null
cat /tmp/vni
cat /tmp/fdb
