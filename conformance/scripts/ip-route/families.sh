# Routes that prefixes choose when no family is named; flushes of them.
ip link add eth0 address 02:00:00:00:00:11 type veth peer name eth1 address 02:00:00:00:00:12
sysctl -qw net.ipv6.conf.eth0.accept_dad=0
ip link set eth0 up; ip addr add 10.0.0.1/24 dev eth0; 
ip -6 addr add fd00::1/64 dev eth0 nodad
ip -6 route add fd01::/64 via fd00::2; ip route add 10.5.0.0/24 via 10.0.0.2; ip route add 10.6.0.0/24 via inet6 fe80::5 dev eth0
for w in "root fd01::/48" "match fd01::/64" "exact fd01::/64" "fd01::/64" "root ::/0" "match ::/0" "::/0" "root 0/0" "match 10.5.0.0/24" "root default" "match default" "from fd01::/64" "from root fd01::/64" "from match fd01::/64" "from exact ::/0" "via fd00::2" "src fd00::1" "root any" "match all"; do
for c in "route show" "route list table main" "route show table all" "route show table 0" "-s route flush" "-s route flush table main" "-s route flush proto static" "-6 route show" "-4 route show"; do
  [[ $c == *flush ]] && [[ $w == *"0/0"* || $w == *default* || $w == *any* || $w == *all* || $w == *::/0* ]] && continue
  echo "$c $w";  ip $c $w 2>&1; ip -6 route replace fd01::/64 via fd00::2;  ip route replace 10.5.0.0/24 via 10.0.0.2
done; done
for w in "match any" "match all" "match default" "root all" "exact all" "all" "default" "exact default" "from all" "from match any" "from exact default" "to all" "to match all"; do for c in "route show" "route show table all" "-6 route show" "-4 route show table all"; do echo "$c $w"; ip $c $w 2>&1; done; done
