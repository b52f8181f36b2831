# Both ends up and down in turn: flags, carrier and state.
ip link add veth0 type veth peer name veth1
ip link set veth0 up
ip -o link show type veth | awk '{print $2, $3, $9}'
ip link set veth1 up
ip -o link show type veth | awk '{print $2, $3, $9}'
ip link set veth0 down
ip -o link show type veth | awk '{print $2, $3, $9}'
ip link set veth0 up
ip -o link show type veth | awk '{print $2, $3, $9}'
ip link set veth1 down
ip -o link show type veth | awk '{print $2, $3, $9}'
