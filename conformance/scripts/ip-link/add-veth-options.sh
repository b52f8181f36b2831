# Address, MTU, index, queues, length and the peer's own options at creation.
ip link add veth0 index 10 mtu 1400 address 02:00:00:00:00:01 txqueuelen 500 type veth peer name veth1 index 20 mtu 1300 address 02:00:00:00:00:02
ip link
ip link add veth2 index 10 type veth; echo $?
ip link add veth2 up type veth peer name veth3 up; echo $?
ip link show veth2
ip link add veth4 numtxqueues 2 numrxqueues 3 type veth peer name veth5 numtxqueues 4 numrxqueues 5; echo $?
ip -d link show veth4
