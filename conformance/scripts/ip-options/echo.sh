# -echo: what the kernel says that a command did.
t() { echo "== $*"; "$@" 2>&1; echo "[$?]"; }
veth="link add v0 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:01 type veth peer v1 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:02"
ip netns add red
t ip -echo $veth
for form in "" -j -d -o "-j -p" -br; do
  t ip -echo $form addr add 10.0.0.1/24 dev v0
  t ip -echo $form addr add 10.0.0.1/24 dev v0
  t ip -echo $form addr change 10.0.0.1/24 dev v0 valid_lft 1000 preferred_lft 1000
  t ip -echo $form -6 addr add fd00::1/64 dev v0 nodad
  t ip -echo $form link set v0 up
  t ip -echo $form link set v1 up mtu 1400
  t ip -echo $form route add 10.1.0.0/16 via 10.0.0.5
  t ip -echo $form route add 10.1.0.0/16 via 10.0.0.5
  t ip -echo $form -6 route add fd01::/64 dev v0
  t ip -echo $form route add 10.2.0.0/16 nexthop via 10.0.0.5 nexthop via 10.0.0.6
  t ip -echo $form route replace 10.2.0.0/16 nexthop via 10.0.0.5 nexthop via 10.0.0.7
  t ip -echo $form route del 10.1.0.0/16
  t ip -echo $form rule add from 10.0.0.0/8 table 7 pref 5
  t ip -echo $form -6 rule add from fd00::/8 table 7 pref 5
  t ip -echo $form neigh replace 10.0.0.9 lladdr 02:00:00:00:00:08 dev v0
  t ip -echo $form route get 10.0.0.3
  t ip -echo $form link property add dev v0 altname alpha
  t ip -echo $form neigh del 10.0.0.9 dev v0
  t ip -echo $form rule del pref 5
  t ip -echo $form -6 rule del pref 5
  t ip -echo $form route del 10.2.0.0/16
  t ip -echo $form addr del 10.0.0.1/24 dev v0
  t ip -echo $form link set v0 down
  t ip -echo $form link set v0 netns red
  t ip -n red -echo $form link del v0
  t ip -n red -echo $form addr add 10.0.0.1/24 dev lo
  t ip -echo $form $veth
done
printf '%s\n' "addr add 10.0.0.1/24 dev v0" "addr add 10.0.0.1/24 dev v0" "route add 10.1.0.0/16 dev v1" "link set v1 up" "route add 10.1.0.0/16 dev v1" "link show v1" >/tmp/batch
t ip -echo -4 addr show dev v0
t ip -echo -j -4 addr show dev v0
t ip -echo -force -b /tmp/batch
