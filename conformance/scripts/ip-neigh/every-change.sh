# Neighbours that are added, changed and replaced: what every state becomes.
ip link add eth0 address 02:00:00:00:00:11 type veth peer name eth1 address 02:00:00:00:00:12
sysctl -qw net.ipv6.conf.all.disable_ipv6=1; ip link set lo up; ip link set eth0 up; ip link set eth1 up; sleep 0.2
ip addr add 10.0.0.1/24 dev eth0
for prior in none "nud permanent lladdr 02:00:00:00:00:21" "nud stale lladdr 02:00:00:00:00:21" "nud reachable lladdr 02:00:00:00:00:21 router" "nud noarp" "nud none"; do
  for verb in add change replace; do
    for state in "" "nud permanent" "nud stale" "nud reachable" "nud noarp" "nud none"; do
      for other in "" "lladdr 02:00:00:00:00:21" "lladdr 02:00:00:00:00:22" "router" "extern_learn" "protocol zebra" "lladdr 02:00:00:00:00:22 router extern_learn protocol 99"; do
        [ "$state$other" = "nud incomplete" ] && continue
        ip neigh del 10.0.0.7 dev eth0 2>/dev/null
        [ "$prior" = none ] || ip neigh replace 10.0.0.7 dev eth0 $prior
        echo "[$prior] $verb $state $other"; ip neigh $verb 10.0.0.7 dev eth0 $state $other 2>&1; ip -d neigh show nud all 10.0.0.7
      done
    done
  done
done
