# Counters that are less than they were, and a history of which only a part is asked for.
ip netns add red
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip link set lo up
ping -c 2 -i .01 -q 127.0.0.1 > /dev/null
nstat
ip netns exec red nstat -s
ip netns exec red nstat -sz 'IpIn*'
ip netns exec red nstat -sj 'IpIn*'
ip netns exec red nstat -sjz 'IpIn*'
ip netns exec red nstat -saz 'IpIn*'
ip netns exec red nstat -z 'IpIn*'
nstat
ip netns exec red nstat -n 'Udp*'; sed 's/ *0.0//' /tmp/.nstat.u0
nstat -az '*out*' '[i-I]PReasm*' 'UDP6in*'
