# Separators that are repeated, keys that are none.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
t sysctl net.ipv4..ip_forward
t sysctl net//ipv4/ip_forward
echo "net..ipv4.ip_forward=1
net.ipv4..ip_default_ttl = 3
-net..ipv4.foo=1
net//ipv4/conf/*/forwarding=1" > f.conf
t sysctl -p f.conf
t sysctl .
t sysctl ""
t sysctl net.ipv4.ip_forward..
t sysctl net/ipv4/neigh/default/gc_thresh1..=2
t sysctl -n net.ipv4.ip_forward/=1
t sysctl =1
t sysctl "= 1"
t sysctl "x ="
t sysctl net.ipv4.ip_forward=
t sysctl net.ipv4.ip_forward= 1
t sysctl "net.ipv4.ip_forward = 1"
t sysctl net.ipv4.ip_forward == 1
t sysctl -w == 1
t sysctl net..ipv4.foo=1
t sysctl net//ipv4//foo=1
t sysctl net//ipv4//foo
t sysctl -N net..ipv4.ip_forward
t sysctl -n net//ipv4.ip_forward
t sysctl net//ipv4/neigh//default
t sysctl net//core=1
t sysctl net..core=1
t sysctl -e net..core..x=1
