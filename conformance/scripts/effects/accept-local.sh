# accept_local: packets that come from one of the host's own addresses.
ip link set lo up
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0; ip addr add 10.0.0.2/24 dev veth1
ip link set veth0 up; ip link set veth1 up
ping -q -c 1 -W 0.5 -I veth0 10.0.0.2 | grep loss
sysctl -w net.ipv4.conf.all.accept_local=1
ping -q -c 1 -W 1 -I veth0 10.0.0.2 | grep loss
ping -q -c 1 -W 1 -I veth1 10.0.0.1 | grep loss
ip neigh | sort | cut -d' ' -f1-4
