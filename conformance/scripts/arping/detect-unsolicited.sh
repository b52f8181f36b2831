# Unsolicited mode waits for answers, too, and what is looked for by -D ends it.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip netns add r
ip link add va type veth peer name vb address 02:00:00:00:00:02 netns r
ip link set va up; ip -n r link set vb up
ip -n r addr add 10.0.0.1/24 dev vb
sleep 0.1
t() { echo "\$ arping $*"; arping -I va -w 3 "$@"; echo "[$?]"; }
for target in 10.0.0.1 10.0.0.7; do
  for options in -DU -DA -DUf -DUb -U -A "-f -U" "-DU -s 10.0.0.9" "-DA -s 10.0.0.9" "-U -s 10.0.0.9"; do t -c 1 $options $target; done
  t -c 2 -DU $target
  t -c 2 -U -s 10.0.0.9 $target
done
