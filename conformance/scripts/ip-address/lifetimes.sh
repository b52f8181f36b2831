# An address that is deprecated, and then gone.
ip link add veth0 type veth peer name veth1
ip link set veth0 up; ip link set veth1 up
ip addr add 10.0.0.1/24 dev veth0 valid_lft 3 preferred_lft 1
ip -4 addr show veth0 | grep -c deprecated
sleep 2.2
ip -4 addr show veth0 | grep -o 'deprecated.*'
sleep 2.2
ip -4 addr show veth0
ip route
