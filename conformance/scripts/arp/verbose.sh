# What -v says of devices' addresses.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
ip link add v-b address 02:aa:00:00:00:0e type veth peer name w
ip tuntap add tun0 mode tun
t arp -v -Ds 10.0.0.1 v-b netmask 255.255.255.255 -i v-b
t arp -v -H ether -Ds 10.0.0.1 v-b -i v-b
t arp -v -Ds 10.0.0.1 lo -i v-b
t arp -v -Ds 10.0.0.1 tun0 -i v-b
t arp -v -H loop -Ds 10.0.0.1 lo -i lo
t arp -v -Ds 10.0.0.1 v-b:1 -i v-b
ip link set w address AA:00:00:00:00:0E
t arp -v -Ds 10.0.0.1 w
t arp -v -Ds 10.0.0.1 nosuch
t arp -v -s 10.0.0.1 AA:00:00:00:00:0E dev w
t arp -v -s 10.0.0.1 AA:00:00:00:00:0E -i w
arp -vn | sort
