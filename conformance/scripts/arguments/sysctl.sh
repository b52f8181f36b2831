# wrong and odd arguments of sysctl
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  eval "$line" < /dev/null
  echo "= $?"
done <<'END'
sysctl
sysctl -x
sysctl nosuch.key
sysctl net.ipv4.nosuch
sysctl net.ipv4.ip_forward=
sysctl net.ipv4.ip_forward=x
sysctl net.ipv4.ip_forward=1
sysctl -w net.ipv4.ip_forward
sysctl -w net.ipv4.ip_forward=0
sysctl -w net.ipv4.ip_forward = 0
sysctl -w
sysctl -n net.ipv4.ip_forward
sysctl -N net.ipv4.ip_forward
sysctl -e nosuch.key
sysctl -q nosuch.key
sysctl -q net.ipv4.ip_forward=0
sysctl -b net.ipv4.ip_forward
sysctl -r
sysctl -r bogus
sysctl -p nosuch
sysctl -p /dev/null
sysctl -p f
sysctl --pattern
sysctl net/ipv4/ip_forward
sysctl net.ipv4.conf.v0.forwarding
sysctl net.ipv4.conf.nodev.forwarding
sysctl net.ipv4.ping_group_range='5 1'
sysctl net.ipv4.ping_group_range='1 2 3'
sysctl net.ipv4.ip_default_ttl=0
sysctl net.ipv4.ip_default_ttl=256
sysctl net.ipv4.ip_default_ttl=64
sysctl net.ipv4.ip_local_port_range='9 1'
sysctl net.ipv4.neigh.v0.base_reachable_time_ms=-1
sysctl -nq net.ipv4.ip_forward
sysctl = 
sysctl =1
sysctl net.ipv4.ip_forward 1
sysctl -w net.ipv4.ip_forward=1 nosuch.key=1
sysctl --bogus
sysctl -V
sysctl -h
sysctl ..
sysctl net.ipv4.ip_forward.x
sysctl /proc/sys/net/ipv4/ip_forward
sysctl --values net.ipv4.ip_forward
sysctl net.ipv4.tcp_nosuch=1
sysctl -e -w nosuch.key=1
sysctl 'net.ipv4.ip_forward = 0'
sysctl -w 'net.ipv4.ip_forward 0'
END
