# Extensions of vxlan that do not go together, and those that can not be changed.
t() { echo "\$ $*"; "$@"; echo "[$?]"; ip link del vx0 2>/dev/null; }
t ip link add vx0 type vxlan gpe
t ip link add vx0 type vxlan vnifilter
t ip link add vx0 type vxlan vnifilter id 5
t ip link add vx0 type vxlan id 5 gpe
t ip link add vx0 type vxlan id 5 gpe nolearning
t ip link add vx0 type vxlan id 5 gpe external
t ip link add vx0 type vxlan external gpe proxy
t ip link add vx0 type vxlan external gpe learning
t ip link add vx0 type vxlan external gpe gbp nolearning
t ip link add vx0 type vxlan external gpe rsc nolearning
t ip link add vx0 type vxlan external gpe remcsumtx nolearning
t ip link add vx0 type vxlan gpe vnifilter
t ip link add vx0 type vxlan gpe id 5 remote 10.0.0.1
for o in gpe "gpe dstport 4789" gbp "remcsumtx gpe" "dstport 3"; do
ip link add vx0 type vxlan id 5 remote 10.0.0.1 dstport 4789
t ip link set vx0 type vxlan id 5 $o
ip link add vx0 type vxlan id 5 remote 10.0.0.1 dstport 4789
t ip link set vx0 type vxlan $o
done
