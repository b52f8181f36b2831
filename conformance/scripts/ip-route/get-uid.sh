# Whom a decision is for: the user that is nobody is not shown.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
ip link add v0 type veth peer name v1
ip link set v0 up
ip link set v1 up
ip addr add 10.0.0.1/24 dev v0
ip -6 addr add fd00::1/64 dev v0 nodad
t ip route get 255.255.255.255 iif v0 uid 4294967295
t ip route get 10.0.0.2 uid 4294967295
t ip route get 10.0.0.2 uid -1
t ip route get 10.0.0.2 uid 0
t ip route get 10.0.0.2 uid 4294967294
t ip route get 10.0.0.2 uid 4294967296
t ip route get fibmatch 10.0.0.2 uid 4294967295
t ip route get fibmatch 10.0.0.2 uid 5
t ip -6 route get fd00::2 uid 4294967295
t ip -6 route get fd00::2 uid 5
t ip -6 route get fd00::2 uid 0
t ip -6 route get fd00::1 iif v0 uid 0
t ip -6 route get fd00::1 iif v0 uid 4294967295
t ip rule add uidrange 0-4294967295 table 5
t ip rule add uidrange 5-4294967294 table 6
t ip rule add uidrange 4294967295-4294967295 table 7
t ip rule
ip route add 10.0.0.0/8 dev v1 table 6
t ip route get 10.0.0.2 uid 4294967295
t ip route get 10.0.0.2 uid 4294967294
t ip route get 10.0.0.2 uid 4
