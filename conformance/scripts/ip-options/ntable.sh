# tables of neighbours and their parameters; reachable is drawn, and the tables' counters are the machine's
ip link set lo up
same() { sed -E 's/ reachable [0-9]+/ reachable N/; s/"reachable":[0-9]+/"reachable":N/g'; }
ip ntable | same
ip ntable show name arp_cache dev lo | same
ip -6 ntable show dev lo | same
ip -4 ntbl list | same
ip -j ntable show dev lo | same; echo
ip -o ntable show name arp_cache | same
ip -s ntable show name ndisc_cache dev lo | same
ip -s ntable show name arp_cache | sed -n 's/[0-9][0-9a-f:-]*/N/g; /config\|last_\|hash\|stats\|res_\|rcv_\|gc_runs\|fulls/p'
ip link add v0 type veth peer name v1 index 21; sysctl -qw net.ipv4.neigh.v0.ucast_solicit=5 net.ipv4.neigh.v0.gc_stale_time=7
ip ntable show dev v0 | same
for words in 'show bogus' bogus 'show dev' 'show name' help 'dev lo' 'show name arp_cach' 'show dev nodev' 'show name bogus'
do
  echo "ip ntable $words"; ip ntable $words; echo $?
done
