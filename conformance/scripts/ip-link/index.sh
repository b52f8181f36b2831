# Indexes count on in each namespace, and a moved device keeps its own where it is free.
ip netns add a
ip link add v0 type veth peer name v1
ip link del v0
ip link add v0 type veth peer name v1
ip -br link | cut -d' ' -f1; ip -o link | cut -d: -f1
ip link set v1 netns a
ip -n a -o link | cut -d: -f1,2
ip -n a link add w0 type veth peer name w1
ip -n a -o link | cut -d: -f1,2
ip -n a link set w0 netns 1
ip -o link | cut -d: -f1,2
