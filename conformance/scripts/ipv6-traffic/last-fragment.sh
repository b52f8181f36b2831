# pieces of what a host sends: the last is not longer than the others, even where it would fit
ip netns add n
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02 netns n
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.v0.accept_dad=0
ip netns exec n sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.v1.accept_dad=0
ip addr add fd00::1/64 dev v0; ip link set v0 up
ip -n n addr add fd00::2/64 dev v1; ip -n n link set v1 up
sleep 1.5
for size in 1440 1444 1448 1449 1452 1453 2888 2889 2891 2892 2893 2896; do
  before=$(nstat -asz Ip6FragCreates | awk '/Frag/{print $2}')
  there=$(ip netns exec n nstat -asz Ip6FragCreates | awk '/Frag/{print $2}')
  ping -c 1 -W 1 -s $size fd00::2 | grep -c 'bytes from'
  echo "$size: $(($(nstat -asz Ip6FragCreates | awk '/Frag/{print $2}') - before)) $(($(ip netns exec n nstat -asz Ip6FragCreates | awk '/Frag/{print $2}') - there))"
done
