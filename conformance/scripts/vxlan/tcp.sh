# TCP over a tunnel, and between macvlans: whole streams of bytes.
ip netns add H
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1 netns H
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip netns exec H sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link set v0 up; ip -n H link set v1 up
ip addr add 192.0.2.1/24 dev v0; ip -n H addr add 192.0.2.2/24 dev v1
ip link add x0 address 02:00:00:00:01:01 type vxlan id 42 dstport 4789 remote 192.0.2.2
ip -n H link add x1 address 02:00:00:00:01:02 type vxlan id 42 dstport 4789 remote 192.0.2.1
ip link set x0 up; ip -n H link set x1 up
ip addr add 10.0.0.1/24 dev x0; ip -n H addr add 10.0.0.2/24 dev x1
ip link add link v0 name m0 address 02:00:00:00:02:01 type macvlan mode bridge
ip -n H link add link v1 name m1 address 02:00:00:00:02:02 type macvlan mode bridge
ip link set m0 up; ip -n H link set m1 up
ip addr add 10.0.1.1/24 dev m0; ip -n H addr add 10.0.1.2/24 dev m1
sleep 1.5
i=0; while [ $i -lt 20000 ]; do echo "line number $i of a stream"; i=$((i + 1)); done > /tmp/in
for to in 10.0.0 10.0.1; do
  ip netns exec H nc -l -N 8000 > /tmp/out & P=$!
  sleep 0.5
  nc -N $to.2 8000 < /tmp/in
  wait $P
  diff -q /tmp/in /tmp/out && wc -c < /tmp/out
done
