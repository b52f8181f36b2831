# lo up and down.
ip link show lo
ip link set lo up; ip addr show lo
ip route show table local
ip link set lo down; ip addr show lo
ip route show table local
ip link set lo up; ip addr show lo | grep inet
