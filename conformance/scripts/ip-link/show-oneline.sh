# -o: a line each, with backslashes.
ip link add veth0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name veth1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip -o link
ip -oneline -d link show veth0
ip -o link show | awk -F': ' '{print $2}'
