# What the CNI plugin macvlan (containernetworking-plugins 1.1.1) leaves behind for two pods, made by hand:
# {"cniVersion":"1.0.0","name":"mynet","type":"macvlan","master":"eth0","mode":"bridge",
#  "ipam":{"type":"host-local","subnet":"10.5.0.0/24","rangeStart":"10.5.0.100","routes":[{"dst":"0.0.0.0/0"}],"gateway":"10.5.0.1"}}
# Addresses of hardware are our own.
# All that can be seen of a namespace; routes sorted, since those of IPv6 come at random times. Settings: those of single devices that differ from a new device's.
show() {
  echo "--- ${1:-the host}"
  local n=${1:+-n $1} x=${1:+ip netns exec $1}
  ip $n -d link | sed -E 's/(gc_timer|forward_delay_timer) +[0-9.]+/\1 T/'
  ip $n addr; ip $n route show table all | sort; ip $n rule
  bridge $n fdb | sed 's/ vlan [0-9]*//' | sort; bridge $n -d link
  $x iptables-save | grep -v '^#'; $x ip6tables-save | grep -v '^#'; for t in ip ip6; do $x nft -s list table $t nat 2>/dev/null; done
  [ $# = 1 ] || sysctl net.ipv4.ip_forward net.ipv6.conf.all.forwarding
  $x sysctl -a 2>/dev/null | awk '/^net.ipv[46].conf/ { split($1, w, "."); k = w[2] w[5]; if (w[4] == "default") base[k] = $3; else if (w[4] != "all" && w[4] != "lo" && w[5] != "mtu") { name[++n] = $1; key[n] = k; value[n] = $3 } }
    END { for (i = 1; i <= n; i++) if (value[i] != base[key[i]]) print name[i], "=", value[i] }'
}
ip link set lo up
ip netns add lan
ip link add eth0 address 02:00:00:00:00:01 numtxqueues 2 numrxqueues 2 type veth peer name eth0 address 02:00:00:00:00:02 numtxqueues 2 numrxqueues 2 netns lan
ip link set eth0 up; ip -n lan link set eth0 up; ip -n lan addr add 10.5.0.1/24 dev eth0
ip addr add 10.5.0.2/24 dev eth0
sleep 1.5
# add POD NUMBER
add() {
  ip netns add $1
  ip link add link eth0 name temporary address 02:00:00:00:05:0$2 txqueuelen 0 netns $1 type macvlan mode bridge
  ip -n $1 link set temporary name eth0
  ip netns exec $1 sysctl -qw net.ipv4.conf.eth0.arp_notify=1
  ip -n $1 link set eth0 up
  ip -n $1 addr add 10.5.0.10$2/24 brd + dev eth0
  ip -n $1 route add default via 10.5.0.1
}
add pod1 0
add pod2 1
sleep 3
show; show pod1; show pod2
try() { echo "$1 to $2: $(ip netns exec $1 ping -c 1 -W 1 $2 | grep -o 'ttl=[0-9]*\|[0-9.]*% packet loss' | tr '\n' ' ')"; }
try pod1 10.5.0.101; try pod2 10.5.0.1; try lan 10.5.0.100
# the host itself is not on that network
try pod1 10.5.0.2
try lan 10.5.0.2
ip -n lan neigh | cut -d' ' -f 1-5 | sort
