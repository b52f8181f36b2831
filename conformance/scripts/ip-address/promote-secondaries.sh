# With promote_secondaries the next one takes the deleted one's place.
ip link add veth0 type veth peer name veth1
for i in 1 2 3; do ip addr add 10.0.0.$i/24 dev veth0; done
sysctl -w net.ipv4.conf.veth0.promote_secondaries=1
ip addr del 10.0.0.1/24 dev veth0
ip -4 addr show veth0
ip addr del 10.0.0.2/24 dev veth0
ip -4 addr show veth0
