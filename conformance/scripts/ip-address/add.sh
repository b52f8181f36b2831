# Addresses with their defaults: prefix, scope, broadcast, label.
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0
ip addr add 10.0.0.2/24 dev veth0
ip addr add 10.0.1.1 dev veth0
ip addr add 10.0.2.1/24 brd + dev veth0
ip addr add 10.0.3.1/24 broadcast - dev veth0
ip addr add 10.0.4.1/24 brd 10.0.4.7 dev veth0
ip addr add 10.0.5.1/24 dev veth0 label veth0:five
ip addr add 10.0.6.1/24 dev veth0 scope host
ip addr add 10.0.7.1/24 dev veth0 scope link
ip addr add 10.0.8.1 peer 10.0.8.2 dev veth0
ip addr add 10.0.9.1/31 dev veth0
ip addr add 10.0.10.1/32 brd + dev veth0
ip addr add local 10.0.11.1/24 dev veth0
ip addr add 127.1.2.3/8 dev veth0
ip -4 addr show veth0
