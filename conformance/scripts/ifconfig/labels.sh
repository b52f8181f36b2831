# Labels that are no names of devices: what is listed and cannot be fetched.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link add name e1 type veth peer name v-b
t ip address add 10.0.1.4 label v-b-1 dev v-b
t ifconfig e1 add 10.0.0.4
t ip -4 -o addr
t ifconfig e1 add 10.0.0.4
t ifconfig e1 add 10.0.0.5
t ip -4 -o addr
t ifconfig e1 del 10.0.0.4
t ifconfig e1 del 10.0.0.9
t ip -4 -o addr
t ifconfig v-b add 10.0.0.6
t ifconfig v-b del 10.0.0.6
t ifconfig v-b add 10.0.1.4
t ip -4 -o addr
t ip address add 10.0.1.5 label a-1 dev v-b
t ifconfig e1 add 10.0.0.7
t ifconfig e1 del 10.0.0.5
t ifconfig v-b add 10.0.0.8
t ifconfig a add 10.0.0.9
t ifconfig v-b-1 add 10.0.0.9
t ifconfig a-1 add 10.0.0.9
t ip -4 -o addr
t ifconfig e1 inet add 10.0.0.99
t ifconfig e1 inet6 add 10.0.0.98
t ifconfig nosuch add 10.0.0.98
t ifconfig -a
t ifconfig e1
t ip address add 10.0.1.4 label x:1 dev v-b
t ifconfig -a
t ifconfig e1 add 10.0.0.4
t ip address add 10.0.1.5 label e1 dev v-b
t ifconfig -a
t ifconfig x:1
t ifconfig e1
t ifconfig e1 add 10.0.0.4
t ip address add 10.0.1.6 label lo:5 dev v-b
t ifconfig lo:5
t ip address del 10.0.1.4 dev v-b
t ifconfig -a -s
t ifconfig e1 add 10.0.0.4
