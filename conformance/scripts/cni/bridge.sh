# What the CNI plugin bridge (containernetworking-plugins 1.1.1) leaves behind for two pods, made by hand:
# {"cniVersion":"1.0.0","name":"mynet","type":"bridge","bridge":"cni0","isGateway":true,"ipMasq":true,"hairpinMode":true,
#  "ipam":{"type":"host-local","subnet":"10.22.0.0/16","routes":[{"dst":"0.0.0.0/0"}]}}
# Names of devices, addresses of hardware and numbers of queues are our own.
# already, so that no port changes it any more.
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
# add POD VETH NUMBER CHAIN
add() {
  ip netns add $1
  ip link add $2 address 02:00:00:00:01:0$3 txqueuelen 0 numtxqueues 2 numrxqueues 2 type veth peer name eth0 address 02:00:00:00:02:0$3 txqueuelen 0 numtxqueues 2 numrxqueues 2 netns $1
  sysctl -qw net.ipv6.conf.$2.accept_ra=0
  ip link set $2 up
  ip link set $2 master cni0
  bridge link set dev $2 hairpin on
  ip netns exec $1 sysctl -qw net.ipv6.conf.eth0.accept_dad=0 net.ipv4.conf.eth0.arp_notify=1
  ip -n $1 link set eth0 up
  ip -n $1 addr add 10.22.0.$3/16 brd + dev eth0
  ip -n $1 route add default via 10.22.0.1
  [ $3 = 2 ] && { ip addr add 10.22.0.1/16 brd + dev cni0; ip link set cni0 address 02:00:00:00:c0:01; }
  sysctl -qw net.ipv4.ip_forward=1
  iptables -t nat -N $4
  iptables -t nat -A $4 -d 10.22.0.0/16 -j ACCEPT -m comment --comment "name: \"mynet\" id: \"$1\""
  iptables -t nat -A $4 ! -d 224.0.0.0/4 -j MASQUERADE -m comment --comment "name: \"mynet\" id: \"$1\""
  iptables -t nat -A POSTROUTING -s 10.22.0.$3 -j $4 -m comment --comment "name: \"mynet\" id: \"$1\""
}
add pod1 veth2 2 CNI-98edfcc8c6498ae055b2c621
add pod2 veth3 3 CNI-c4ee81ccaf727a17b4eeb002
sleep 3
show; show pod1; show pod2
# Somebody outside, who knows the host alone.
ip netns add world
ip link add up0 address 02:00:00:00:0e:01 type veth peer name eth0 address 02:00:00:00:0e:02 netns world
ip addr add 192.0.2.10/24 dev up0; ip link set up0 up
ip -n world addr add 192.0.2.1/24 dev eth0; ip -n world link set eth0 up
sleep 1.5
ping() { echo "$1 to $2: $(ip netns exec $1 ping -c 1 -W 1 $2 | grep -o '[0-9.]*% packet loss')"; }
ping pod1 10.22.0.3; ping pod2 10.22.0.1; ping pod1 192.0.2.10; ping pod1 192.0.2.1; ping world 10.22.0.2 2>&1
ip -n pod1 neigh | cut -d' ' -f 1-5 | sort; ip -n world neigh | cut -d' ' -f 1-5 | sort
