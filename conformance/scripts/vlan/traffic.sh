# Tagged traffic: two VLANs on one cable, priorities, and who takes what.
# profile: debian
ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns H
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip netns exec H sysctl -qw net.ipv6.conf.all.disable_ipv6=1
for n in 'sh -c' 'ip netns exec H sh -c'; do $n 'sysctl -qw net.ipv4.neigh.default.delay_first_probe_time=100'; done
ip link set v0 up; ip -n H link set v1 up
for i in 5 6; do
  ip link add link v0 name vl$i type vlan id $i egress-qos-map 0:$i
  ip link set vl$i up; ip addr add 10.0.$i.1/24 dev vl$i
  ip -n H link add link v1 name wl$i type vlan id $i
  ip -n H link set wl$i up; ip -n H addr add 10.0.$i.2/24 dev wl$i
done
sleep 1.5
ip netns exec H tcpdump -lnnei v1 > /tmp/cap 2>/dev/null & P="$P $!"; sleep 1
ip netns exec H tcpdump -lnnei wl5 > /tmp/cap5 2>/dev/null & P="$P $!"; sleep 1
ping -c 1 -W 1 10.0.5.2 | grep received
ping -c 1 -W 1 10.0.6.2 | grep received
ping -c 1 -W 1 10.0.7.2 2>&1 | grep -E "received|unreach"
ping -c 1 -s 1472 -W 1 10.0.5.2 | grep received
ip -n H link del wl6
ip neigh flush all
ping -c 1 -W 1 10.0.6.2 | grep received
sleep 2.5
kill $P; P=; wait 2>/dev/null
cut -d' ' -f2- /tmp/cap | sed 's/ id [0-9]*,//'; echo; cut -d' ' -f2- /tmp/cap5| sed 's/ id [0-9]*,//'
ip -s link show vl5 | sed -n '3,6p'
ip -n H -s link show wl5 | sed -n '3,6p'
ip -n H -s link show v1 | sed -n '3,6p'
ip netns exec H cat /proc/net/vlan/wl5
# tags in tags
ip link add link v0 name ad0 type vlan id 100 protocol 802.1ad
ip -n H link add link v1 name ad1 type vlan id 100 protocol 802.1ad
ip link add link ad0 name q0 type vlan id 7
ip -n H link add link ad1 name q1 type vlan id 7
ip link set ad0 up; ip -n H link set ad1 up; ip link set q0 up; ip -n H link set q1 up
ip addr add 10.0.7.1/24 dev q0; ip -n H addr add 10.0.7.2/24 dev q1
sleep 1.5
ip netns exec H tcpdump -lnnei v1 > /tmp/cap 2>/dev/null & P="$P $!"; sleep 1
ping -c 1 -W 1 10.0.7.2 | grep received
sleep 0.5
kill $P; P=; wait 2>/dev/null
cut -d' ' -f2- /tmp/cap | sed 's/ id [0-9]*,//'
# priorities that come in, and headers that stay
ip -n H link set wl5 type vlan ingress-qos-map 5:3
ip -n H link set wl5 type vlan reorder_hdr off
ip netns exec H tcpdump -lnnei wl5 > /tmp/cap5 2>/dev/null & P="$P $!"; sleep 1
ping -c 1 -W 1 10.0.5.2 | grep received
sleep 0.5
kill $P; P=; wait 2>/dev/null
cut -d' ' -f2- /tmp/cap5 | sed 's/ id [0-9]*,//'
ip netns exec H cat /proc/net/vlan/wl5
