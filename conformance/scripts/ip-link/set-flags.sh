# arp, multicast, allmulticast, promisc, dynamic, trailers.
ip link add veth0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name veth1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip link set veth0 arp off; ip link show veth0 | head -1
ip link set veth0 arp on; ip link show veth0 | head -1
ip link set veth0 multicast off; ip link show veth0 | head -1
ip link set veth0 multicast on; ip link show veth0 | head -1
ip link set veth0 allmulticast on; ip link show veth0 | head -1
ip link set veth0 allmulticast off; ip link show veth0 | head -1
ip link set veth0 promisc on; ip -d link show veth0
ip link set veth0 promisc off; ip link show veth0 | head -1
ip link set veth0 dynamic on; ip link show veth0 | head -1
ip link set veth0 trailers off; ip link show veth0 | head -1
ip link set veth0 arp maybe; echo $?
ip link set veth0 promisc; echo $?
