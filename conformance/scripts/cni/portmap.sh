# What the CNI plugins bridge and portmap (containernetworking-plugins 1.1.1) leave behind for a pod with published ports and another one,
# made by hand:
# {"cniVersion":"1.0.0","name":"mynet","type":"bridge","bridge":"cni0","isGateway":true,"ipMasq":true,"hairpinMode":true,
#  "ipam":{"type":"host-local","subnet":"10.22.0.0/16","routes":[{"dst":"0.0.0.0/0"}]}}
# {"cniVersion":"1.0.0","name":"mynet","type":"portmap","capabilities":{"portMappings":true},"runtimeConfig":{"portMappings":[
#  {"hostPort":8080,"containerPort":80,"protocol":"tcp"},{"hostPort":5353,"containerPort":53,"protocol":"udp"}]}}
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
# The plugin asks for each rule first (-C), and makes it when it is not there.
nat() { iptables -t nat "$@"; }
for chain in CNI-HOSTPORT-SETMARK CNI-HOSTPORT-MASQ CNI-HOSTPORT-DNAT; do nat -N $chain; done
nat -A CNI-HOSTPORT-SETMARK -m comment --comment "CNI portfwd masquerade mark" -j MARK --set-xmark 0x2000/0x2000
nat -A CNI-HOSTPORT-MASQ -m mark --mark 0x2000/0x2000 -j MASQUERADE
nat -I POSTROUTING -m comment --comment "CNI portfwd requiring masquerade" -j CNI-HOSTPORT-MASQ
for chain in PREROUTING OUTPUT; do nat -A $chain -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT; done
nat -N CNI-DN-98edfcc8c6498ae055b2c
nat -A CNI-HOSTPORT-DNAT -m comment --comment 'dnat name: "mynet" id: "pod1"' -m multiport -p tcp --destination-ports 8080 -j CNI-DN-98edfcc8c6498ae055b2c
nat -A CNI-HOSTPORT-DNAT -m comment --comment 'dnat name: "mynet" id: "pod1"' -m multiport -p udp --destination-ports 5353 -j CNI-DN-98edfcc8c6498ae055b2c
# publish PROTOCOL PORT TO
publish() {
  nat -A CNI-DN-98edfcc8c6498ae055b2c -p $1 --dport $2 -s 10.22.0.2/16 -j CNI-HOSTPORT-SETMARK
  nat -A CNI-DN-98edfcc8c6498ae055b2c -p $1 --dport $2 -s 127.0.0.1 -j CNI-HOSTPORT-SETMARK
  nat -A CNI-DN-98edfcc8c6498ae055b2c -p $1 --dport $2 -j DNAT --to-destination $3
}
publish tcp 8080 10.22.0.2:80
publish udp 5353 10.22.0.2:53
sysctl -qw net.ipv4.conf.cni0.route_localnet=1
sleep 3
show; show pod1; show pod2

# Somebody outside, who knows the host alone.
ip netns add world
ip link add up0 address 02:00:00:00:0e:01 type veth peer name eth0 address 02:00:00:00:0e:02 netns world
ip addr add 192.0.2.10/24 dev up0; ip link set up0 up
ip -n world addr add 192.0.2.1/24 dev eth0; ip -n world link set eth0 up
sleep 1.5
# What the pod sees of those who ask.
ip netns exec pod1 tcpdump -nn -t -l -i eth0 'dst 10.22.0.2 and (tcp[tcpflags] == tcp-syn or udp port 53)' > seen 2>/dev/null & dump=$!
sleep 0.5
# ask WHO ADDRESS: by TCP and UDP
ask() {
  local by=''
  [ $1 = host ] || by="ip netns exec $1"
echo "$1 asks $2"
  ip netns exec pod1 timeout 5 nc -N -l -p 80 < /dev/null > tcp & local server=$!
  ip netns exec pod1 timeout 1 nc -u -l -p 53 < /dev/null > udp &
  sleep 0.3
  echo "question from $1" | $by nc -N -w 1 $2 8080
  echo "datagram from $1" | $by nc -u -q 0 $2 5353
  wait $server $!
  cat tcp udp
}
ask world 192.0.2.10
ask host 127.0.0.1
ask host 192.0.2.10
ask pod2 10.22.0.1
ask pod1 192.0.2.10
kill $dump; wait $dump
sed -E 's/ > .*//; s/\.[0-9]+$//' seen
