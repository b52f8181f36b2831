# Deleting one, the primary with its secondaries, and wrong ones.
ip link add veth0 type veth peer name veth1
for i in 1 2 3; do ip addr add 10.0.0.$i/24 dev veth0; done
ip addr add 10.0.1.1/24 dev veth0
ip addr del 10.0.0.2/24 dev veth0; echo $?
ip -4 addr show veth0
ip addr del 10.0.0.1/24 dev veth0; echo $?
ip -4 addr show veth0
ip addr del 10.0.0.1/24 dev veth0; echo $?
ip addr del 10.0.1.1/25 dev veth0; echo $?
ip addr del 10.0.1.1 dev veth0; echo $?
ip addr del dev veth0; echo $?
ip addr del 10.0.1.1/24; echo $?
ip -4 addr show veth0
