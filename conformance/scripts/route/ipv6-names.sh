# Hosts by name in the list, and words for the device.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
# how many refer to a route is a matter of processors
list() { "$@" | sed -E 's/ +[0-9]+ +0 ([a-z0-9]+)$/ REF 0 \1/'; }
ip link set lo up
ip link add v0 type veth peer name w
ip addr add fd00::1/64 dev v0 nodad
ip link set v0 up
ip link set w up
sysctl -qw net.ipv6.conf.w.disable_ipv6=1
t route -6 add ff02::1 dev v0
t route -6 add ff02::2 dev v0
t route -6 add fd01::/64 gw fd00::2
t route -6 add localhost dev v0
t route -6 add ip6-allnodes dev v0
t route -6 add localhost/64 dev v0
t route -6 add fd04::/64 dev v0 dev w
t route -6 add fd03::/64 dev w v0
t route -6 add fd05::/64 v0 dev w
t route -6 add fd06::/64 v0 w
t route -6 add fd07::/64 v0 metric 5
t route -6 add fd08::/64 metric 5 v0
t route -6 add fd09::/64 metric 5 metric 6 v0
t route -6 add fd0a::/64 gw fd00::2 gw fd00::3 v0
t route -6 add fd0b::/64 gw fd00::2 foo
t route -6 add fd0c::/64 dev
t route -6 add fd0d::/64 gw
t route -6 add fd0e::/64 metric
t route -6 del fd03::/64 foo
t route -6 del fd03::/64 w v0
list route -6
list route -6 -n
list route -A inet6 -e
