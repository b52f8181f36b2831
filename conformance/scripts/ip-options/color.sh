# Colours, when asked for.
ip link set lo up
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip -c link | cat -v
ip -c=always addr show lo | cat -v
ip -c=always -br link | cat -v
ip -c=always route show table local | cat -v
ip -c=auto link show lo | cat -v
ip -c=never link show lo | cat -v
ip -color=always neigh | cat -v
COLORFGBG=';0' ip -c=always addr show lo | cat -v
