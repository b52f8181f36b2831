# Resets of rules: what they do to a tracked connection, their hop limit, and whose sums are left to the device
ip netns add vethN
sysctl -qw net.ipv6.conf.default.router_solicitations=0; ip netns exec vethN sysctl -qw net.ipv6.conf.default.router_solicitations=0
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02 netns vethN
ip addr add 10.0.0.1/24 dev veth0; ip link set veth0 up; ip link set lo up
ip -n vethN addr add 10.0.0.2/24 dev veth1; ip -n vethN link set veth1 up; ip -n vethN link set lo up
ip addr add fd00::1/64 dev veth0 nodad; ip -n vethN addr add fd00::2/64 dev veth1 nodad
sleep 1.5
sysctl -qw net.ipv4.ip_default_ttl=77 net.ipv6.conf.veth0.hop_limit=55
dump=$(mktemp); got=$(mktemp)
ip netns exec vethN tcpdump -i veth1 -nv 'tcp[tcpflags] & tcp-rst != 0 or (ip6[6] == 6 and ip6[53] & 4 != 0)' >$dump 2>/dev/null &
capture=$!
sleep 1
for f in 4 6; do
  [ $f = 4 ] && { p=iptables; a=10.0.0.1; t=conntrack; } || { p=ip6tables; a=fd00::1; t="conntrack -f ipv6"; }
  $p -A INPUT -p tcp -m conntrack --ctstate ESTABLISHED -m string --string bye --algo bm -j REJECT --reject-with tcp-reset
  nc -l -$f $a 700$f >$got & server=$!
  sleep 0.3
  { sleep 0.3; echo hello; sleep 0.5; echo bye; sleep 0.5; } | ip netns exec vethN nc -$f -N $a 700$f; echo "nc $?"
  $t -L 2>/dev/null | sed -E 's/^(tcp +6) [0-9]+ /\1 /; s/port=[0-9]{5}/port=X/g'
  $t -L 2>/dev/null | awk '{print ($3 <= 10) ? "short" : "long"}'
  kill $server 2>/dev/null; wait $server 2>/dev/null
  cat $got
  ip netns exec vethN nc -zv -w1 -$f $a 80 2>&1
  $p -A INPUT -p tcp --dport 81 -j REJECT --reject-with tcp-reset
  ip netns exec vethN nc -zv -w1 -$f $a 81 2>&1
done
sleep 1.5; kill $capture; wait $capture 2>/dev/null
sed -E 's/[0-9]{2}:[0-9:.]*[0-9] //; s/\.[0-9]{5}([ :])/.X\1/; s/(seq|ack) [0-9]+/\1 N/g; s/cksum 0x[0-9a-f]{4}/cksum X/; s/-> 0x[0-9a-f]{4}/-> X/; s/ id [0-9]+,/ id N,/; s/flowlabel 0x[0-9a-f]*/flowlabel F/' $dump
rm -f $dump $got
