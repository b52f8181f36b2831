# The same as JSON.
ip link add veth0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name veth1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip addr add 10.0.0.1/24 brd + dev veth0 label veth0:1
ip addr add 10.0.0.2/24 dev veth0
ip -j addr show veth0
ip -j -p -4 addr
ip -j -d addr show veth1
ip -j addr | jq -r '.[] | select(.ifname=="veth0") | .addr_info[].local'
