# An address that is everybody's: connecting to it takes it for the source, and that is refused before the broadcast is.
ip link add dev veth2 type veth peer name v-a
ip address change 255.255.255.255/24 dev veth2
ping -c 1 -W 0.4 255.255.255.255
ip route get 255.255.255.255
ip route get 255.255.255.255 from 255.255.255.255
ip route show table all
traceroute -m 2 -q 1 255.255.255.255
