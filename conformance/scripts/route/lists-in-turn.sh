# Several families in turn, the cache, and what -e does when it is repeated.
show() { echo "\$ route $*"; route "$@" 2>.errors; echo "= $?"; sed 's/^/! /' .errors; }
show -FC; show -A inet,inet6 -F; show -A inet6,inet -C; show --netrom --inet; show -A inet6,x25,inet -n
for family in ax25 netrom rose ipx ddp x25; do show --$family; show -$family -C; done
ip link add va type veth peer name vb
ip link set va up
ip addr add 10.0.0.1/24 dev va
ip route add unreachable 1.2.3.0/24
for options in "" -e -ee -eee -eeee -eeeee -eeeeee -eeeeeee -neee "-e --extend -e -C" -FCeee "-4 -6 -F" "-6 -4 -FCn" "--x25 -4"; do
  show $options
done
