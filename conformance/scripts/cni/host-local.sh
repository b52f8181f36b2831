# What the CNI plugins bridge and host-local (containernetworking-plugins 1.1.1) leave behind for two pods with addresses of both families,
# made by hand; host-local keeps a file for each address that is taken:
# {"cniVersion":"1.0.0","name":"dual","type":"bridge","bridge":"cni0","isDefaultGateway":true,"ipMasq":true,
#  "ipam":{"type":"host-local","dataDir":"networks","ranges":[[{"subnet":"10.30.0.0/24","rangeStart":"10.30.0.10","rangeEnd":"10.30.0.20",
#    "gateway":"10.30.0.254"}],[{"subnet":"fd00:30::/64"}]],"routes":[{"dst":"192.0.2.0/24","gw":"10.30.0.253"}]}}
# Names of devices, addresses of hardware and numbers of queues are our own.
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
ip link add cni0 address 02:00:00:00:c0:01 type bridge
sysctl -qw net.ipv6.conf.cni0.accept_ra=0
ip link set cni0 up
mkdir -p networks/dual; : > networks/dual/lock
# reserve POD ADDRESS RANGE
reserve() { printf '%s\r\neth0' $1 > networks/dual/$2; printf %s $2 > networks/dual/last_reserved_ip.$3; }
# masquerade IPTABLES POD CHAIN ADDRESS NETWORK MULTICAST
masquerade() {
  $1 -t nat -N $3
  $1 -t nat -A $3 -d $5 -j ACCEPT -m comment --comment "name: \"dual\" id: \"$2\""
  $1 -t nat -A $3 ! -d $6 -j MASQUERADE -m comment --comment "name: \"dual\" id: \"$2\""
  $1 -t nat -A POSTROUTING -s $4 -j $3 -m comment --comment "name: \"dual\" id: \"$2\""
}
# add POD VETH NUMBER CHAIN
add() {
  ip netns add $1
  ip link add $2 address 02:00:00:00:01:0$3 txqueuelen 0 numtxqueues 2 numrxqueues 2 type veth peer name eth0 address 02:00:00:00:02:0$3 txqueuelen 0 numtxqueues 2 numrxqueues 2 netns $1
  ip link set $2 up
  sysctl -qw net.ipv6.conf.$2.accept_ra=0
  ip link set $2 master cni0
  reserve $1 10.30.0.1$(($3 - 2)) 0
  reserve $1 fd00:30::$3 1
  ip netns exec $1 sysctl -qw net.ipv6.conf.eth0.accept_dad=0 net.ipv4.conf.eth0.arp_notify=1
  ip -n $1 link set eth0 up
  ip -n $1 addr add 10.30.0.1$(($3 - 2))/24 brd + dev eth0
  ip -n $1 addr add fd00:30::$3/64 dev eth0
  ip -n $1 route add 192.0.2.0/24 via 10.30.0.253 dev eth0
  ip -n $1 route add default via 10.30.0.254 dev eth0
  ip -n $1 route add default via fd00:30::1 dev eth0
  if [ $3 = 2 ]; then
    ip addr add 10.30.0.254/24 brd + dev cni0; ip link set cni0 address 02:00:00:00:c0:01
    ip addr add fd00:30::1/64 dev cni0; ip link set cni0 address 02:00:00:00:c0:01
  fi
  sysctl -qw net.ipv4.ip_forward=1
  sysctl -qw net.ipv6.conf.all.forwarding=1
  masquerade iptables $1 $4 10.30.0.1$(($3 - 2)) 10.30.0.0/24 224.0.0.0/4
  masquerade ip6tables $1 $4 fd00:30::$3 fd00:30::/64 ff00::/8
}
add pod1 veth2 2 CNI-3ed0b2a40b59738ee7812aa9
add pod2 veth3 3 CNI-26859ef0fea8aedfb30b39d0
sleep 3
show; show pod1; show pod2
find networks -type f | sort | while read -r f; do echo "$f: $(tr '\r\n' '+|' < $f)"; done
# Somebody outside, who knows the host alone.
ip netns add world
ip link add up0 address 02:00:00:00:0e:01 type veth peer name eth0 address 02:00:00:00:0e:02 netns world
ip addr add 192.0.2.10/24 dev up0; ip link set up0 up
ip -n world addr add 192.0.2.1/24 dev eth0; ip -n world link set eth0 up
ip addr add 2001:db8::10/64 dev up0 nodad
ip -n world addr add 2001:db8::1/64 dev eth0 nodad
sleep 1.5
try() { echo "$1 to $2: $(ip netns exec $1 ping -c 1 -W 1 $2 2>&1 | grep -o 'ttl=[0-9]*\|[0-9.]*% packet loss\|Unreachable\|unreachable' | tr '\n' ' ')"; }
try pod1 10.30.0.11; try pod1 fd00:30::3; try pod2 10.30.0.254; try pod2 fd00:30::1; try pod1 2001:db8::10; try pod1 2001:db8::1; try world fd00:30::2
# its gateway is not there
try pod1 192.0.2.1
ip -n world neigh | cut -d' ' -f 1-5 | grep -v ^fe80 | sort
