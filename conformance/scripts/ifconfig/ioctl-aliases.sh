# An alias is known by its other end, and what is left over decides its number.
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
t() { echo "\$ $*"; "$@"; echo "[$?]"; ip -4 -o addr; }
t ifconfig v0 10.1.1.1/24
t ifconfig v0:0 10.1.2.9
t ifconfig v0:0 dstaddr 1.2.3.4
t ifconfig v0 add 1.2.3.4
t ifconfig v0 add 10.1.2.9
t ifconfig v0 del 10.1.2.9
t ifconfig v0 del 1.2.3.4
t ifconfig v0 down
t ifconfig v0 add 10.1.2.20
t ifconfig v0 add 0.0.0.0
t ifconfig v1 add 10.3.3.3
t ifconfig v1:5 add 10.3.3.4
t ifconfig v1:5 add 10.3.3.5
t ifconfig nosuch add 10.3.3.5
t ifconfig v1 up
t ifconfig v1 add 10.3.3.3
t ip addr add 10.4.4.4/24 dev v1 label v1:3
t ifconfig v1 add 10.3.3.6
t ip addr add 10.4.4.5/24 dev v1 label v1:abc
t ifconfig v1 add 10.3.3.7
t ifconfig v1:abc down
ip addr add 10.7.7.7/24 dev v1 label v1:255
t ifconfig v1 add 10.3.3.8
ip link property add dev v1 altname other
t ifconfig other
t ifconfig other 10.8.8.8
t ifconfig other:1 10.8.8.9
t ifconfig other:1 down
t ifconfig other netmask 255.255.0.0
t ifconfig -a
ip link add name é address 02:00:00:00:00:03 type veth peer name p address 02:00:00:00:00:04
t ifconfig é 10.6.6.6
t ifconfig é:ü 10.6.6.7
t ifconfig é:ü
t ifconfig é:ü down
t ifconfig p name ö
t ip -o link show ö
