# An alias, shown and taken away.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1
ip link set veth0 alias "uplink to the router"
ip link show veth0
cat /sys/class/net/veth0/ifalias
ip -j link show veth0 | jq -r '.[0].ifalias'
ip link set veth0 alias ""
ip link show veth0
ip link set veth0 alias; echo $?
