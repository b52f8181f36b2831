# Words that come twice, and what is asked of published addresses without a device.
t() { echo "\$ $*"; "$@" 2>&1; echo "= $?"; }
ip link add va address 02:00:00:00:00:11 type veth peer name vb
ip link set va up; ip link set vb up; ip addr add 10.0.0.1/24 dev va
A=02:00:00:00:01:01 B=02:00:00:00:01:02
t ip neigh add 10.0.0.9 dev va lladdr $A lladdr $B; t ip neigh add 10.0.0.9 dev va lladdr null lladdr $B; t ip neigh add 10.0.0.9 lladdr $A dev lo dev va
t ip neigh add 10.0.0.8 nud none nud stale dev va lladdr $A; t ip neigh add 10.0.0.9 10.0.0.8 dev va; t ip neigh add to 10.0.0.9 to 10.0.0.8 dev va
t ip neigh add proxy 10.0.0.5 proxy 10.0.0.6; t ip neigh add proxy 10.0.0.5 dev va; t ip neigh add proxy 10.0.0.6; t ip neigh add proxy fd00::6 dev vb
for words in "proxy 10.0.0.5" "proxy 10.0.0.5 dev va" "proxy 10.0.0.6" "proxy 10.0.0.6 dev vb" "proxy 10.0.0.7" "proxy fd00::6" "proxy fd00::6 dev vb" "10.0.0.9" "10.0.0.9 dev va" "proxy" "dev va" "proxy 10.0.0.5 dev nosuch"; do
  t ip neigh get $words; t ip -6 neigh get $words; t ip -j neigh get $words
done
