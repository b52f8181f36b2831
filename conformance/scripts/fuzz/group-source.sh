# A local address that is a group's: what connects to it would send from it, and may not.
t() { "$@"; echo "= $?"; }
ip link set lo up; ip addr add 224.0.0.1/24 dev lo; ip addr add 239.1.1.1/32 dev lo
ip route get 224.0.0.1; ip route get 239.1.1.1
t ping -c1 -W1 224.0.0.1; t ping -c1 -W1 239.1.1.1
ip addr add 10.0.0.1/24 dev lo
t ping -c1 -W1 224.0.0.1; t ping -c1 -W1 -I 10.0.0.1 224.0.0.1 >out; cat out | head -1
