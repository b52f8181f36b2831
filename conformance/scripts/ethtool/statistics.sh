# -S: a pair knows its peer.
ip link add veth0 index 10 numtxqueues 1 numrxqueues 1 type veth peer name veth1 index 11 numtxqueues 1 numrxqueues 1
ethtool -S veth0
ethtool -S lo; echo $?
