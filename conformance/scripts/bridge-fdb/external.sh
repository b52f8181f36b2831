# Entries that another program learnt, in place of others; words twice; what a flush makes of its words.
ip link add brd0 address 02:00:00:00:00:99 up type bridge
ip link add veth0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 up type veth peer name veth1 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1
ip link add veth2 address 02:00:00:00:00:12 numtxqueues 1 numrxqueues 1 up type veth peer name veth3 address 02:00:00:00:00:13 numtxqueues 1 numrxqueues 1
ip link set veth0 master brd0
ip link set veth2 master brd0
try() { echo "# $*"; "$@"; echo "= $?"; bridge fdb | grep ' aa:\|:aa:'; }
for before in local static dynamic extern_learn sticky; do
  echo "## $before"
  bridge fdb add 02:00:00:00:aa:01 dev veth2 master $before
  try bridge fdb add 02:00:00:00:aa:01 dev veth0 master extern_learn
  try bridge fdb replace 02:00:00:00:aa:01 dev veth2 master static
  try bridge fdb add 02:00:00:00:aa:01 dev veth2 master extern_learn dynamic
  try bridge fdb add 02:00:00:00:aa:01 dev brd0 self extern_learn dynamic
  try bridge fdb add 02:00:00:00:aa:01 dev brd0 self extern_learn
  bridge fdb del 02:00:00:00:aa:01 dev brd0 self
done
try bridge fdb get 02:00:00:00:aa:01 br brd0 vlan 5 vlan 6
fill() { for kind in static dynamic local 'dynamic extern_learn' 'sticky static'; do i=$((i+1)); bridge fdb add 02:00:00:00:aa:0$i dev veth0 master $kind; done; i=0; }
for words in 'permanent dynamic' 'dynamic permanent' 'dynamic' 'nodynamic' 'static dynamic' 'nostatic nopermanent' 'extern_learn' 'noextern_learn dynamic' 'sticky static' \
  'master vlan 0' 'self vlan 0' 'vlan 4095' 'vlan 5' 'nopermanent vlan 5' 'brport veth0 brport veth0' 'brport veth3' 'brport veth0' ''; do
  fill
  try bridge fdb flush dev brd0 $words
  bridge fdb flush dev brd0
done
