# -d: what each kind of device has beside.
ip link add veth0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name veth1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip tuntap add tap0 mode tap
ip link set tap0 address 02:00:00:00:00:03
ip -d link
