# The address 0.0.0.0 is done with before anybody looks whether the device can have addresses; its lifetimes and prefix are checked.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set dev lo mtu 67
ip link add v type veth peer name w
t ip addr add 0.0.0.0/24 dev lo
t ip addr replace 0.0.0.0/24 dev lo
t ip addr change 0.0.0.0 dev lo
t ip addr add 10.0.0.1/24 dev lo
t ip addr add 0.0.0.0/33 dev lo
t ip addr add 0.0.0.0/24 valid_lft 5 preferred_lft 6 dev lo
t ip addr add 0.0.0.0 peer 10.0.0.2 dev v
t ip addr add 10.0.0.1/24 valid_lft 5 preferred_lft 6 dev lo
t ip addr del 0.0.0.0/24 dev lo
t ip -4 addr show
