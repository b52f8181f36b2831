# JSON, plain and pretty.
ip link add veth0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name veth1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip link set veth0 up
ip -j link
ip -j -p link show veth0
ip -json -pretty -details link show veth1
ip -j link show type veth | jq -r '.[].ifname'
ip -j link show nosuch; echo $?
ip -j -br link
