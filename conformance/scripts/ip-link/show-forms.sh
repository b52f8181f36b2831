# The ways to name what is shown.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip link set veth0 up
ip link show
ip link show veth0
ip link show dev veth1
ip link list dev veth1
ip link ls veth1
ip l sh veth1
ip link show up
ip link show type veth
ip link show type dummy
ip link show group default
ip link show nosuch; echo $?
ip link show dev; echo $?
ip link show veth0 veth1; echo $?
ip link show type; echo $?
ip link show master nosuch; echo $?
ip link show vrf nosuch; echo $?
ip link show group nosuch; echo $?
ip link frobnicate; echo $?
