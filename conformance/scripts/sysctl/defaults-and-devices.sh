# Which defaults reach devices that are there, and what devices without neighbours begin with.
mkdir -p /run/netns
ip netns add a; ip -n a link add v0 type veth peer name v1
n() { ip netns exec a "$@"; }
for f in $(n ls /proc/sys/net/ipv4/conf/default); do
  old=$(n cat /proc/sys/net/ipv4/conf/default/$f)
  n sh -c "echo $((old+1)) > /proc/sys/net/ipv4/conf/default/$f" 
  echo "$f $old $(n cat /proc/sys/net/ipv4/conf/default/$f) lo $(n cat /proc/sys/net/ipv4/conf/lo/$f) v0 $(n cat /proc/sys/net/ipv4/conf/v0/$f)"
done
for f in $(n ls /proc/sys/net/ipv4/conf/v1); do
  old=$(n cat /proc/sys/net/ipv4/conf/v1/$f)
  n sh -c "echo $((old)) > /proc/sys/net/ipv4/conf/v1/$f;echo $((old)) > /proc/sys/net/ipv4/conf/v1/$f; echo 0 >/proc/sys/net/ipv4/conf/default/$f" 
  echo "$f v1 $(n cat /proc/sys/net/ipv4/conf/v1/$f) v0 $(n cat /proc/sys/net/ipv4/conf/v0/$f)"
done

ip netns del a
ip netns add a; ip netns add b
c() { ip netns exec b grep . /proc/sys/net/ipv6/conf/$1/use_tempaddr /proc/sys/net/ipv6/conf/$1/accept_dad /proc/sys/net/ipv6/conf/$1/router_solicitations; }
ip -n a link add v0 type veth peer name v1; ip -n a tuntap add t0 mode tun; ip -n a tuntap add t1 mode tap; ip -n a link set v0 arp off; ip -n a link set t1 arp off;
ip netns exec a grep . /proc/sys/net/ipv6/conf/{lo,v0,v1,t0,t1}/{use_tempaddr,accept_dad}
ip -n a link set v0 netns b;  ip -n a link set t1 netns b; ip -n a link set t0 netns b; c v0; c t1; c t0
ip netns add c; ip -n c link set lo mtu 67; ip -n c link set lo mtu 1500
ip netns exec c sh -c 'grep . /proc/sys/net/ipv4/conf/lo/disable*'
ip link add dev a type veth peer name b; ip link add c type veth peer name d; ip link add e type veth peer name f
ip addr add 0.0.0.0/8 dev a; ip addr add 127.0.0.1/8 dev b label foo1;  ip addr change 10.0.0.1/8 dev c; ip addr add 10.0.0.1/24 valid_lft 0 dev d; ip addr add 10.0.0.1/24 preferred_lft 20 valid_lft 10 dev e; ip addr del 10.9.9.9/24 dev f; ip addr add 10.0.0.1/40 dev f; ip addr add 224.0.0.1/8 dev b
sysctl -w net.ipv4.conf.default.log_martians=1
grep . /proc/sys/net/ipv4/conf/[a-f]/log_martians
