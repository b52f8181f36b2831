# counters of every protocol, in words and as the kernel names them; which letters choose what
ip netns add hostA
ip netns add hostB
ip link add ethA netns hostA address 02:00:00:00:00:0a type veth peer name ethB netns hostB address 02:00:00:00:00:0b
A="ip netns exec hostA"; B="ip netns exec hostB"
for n in hostA hostB; do
  $A true; ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
  ip -n $n link set lo up
done
ip -n hostA addr add 10.0.0.1/24 dev ethA; ip -n hostA link set ethA up
ip -n hostB addr add 10.0.0.2/24 dev ethB; ip -n hostB link set ethB up
sleep 1.5
$A netstat -s
$A ping -q -c 3 -i 0.1 10.0.0.2 > /dev/null
echo hello | $A nc -u -w 1 10.0.0.2 9999
$A nc -z 10.0.0.2 9998
$B nc -l 5000 > /dev/null & sleep 0.3
echo hello | $A nc -N 10.0.0.2 5000; wait
for n in hostA hostB; do
  for o in "" -t -u -w -tu -6; do echo "== $n $o"; ip netns exec $n netstat -s $o; done
done
$A netstat --statistics --udp
$A netstat -sr | head -1
