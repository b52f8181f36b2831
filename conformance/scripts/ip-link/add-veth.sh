# A pair without names, with one name, with both.
ip link add type veth
ip link add veth7 type veth
ip link add veth3 type veth; echo $?
ip link add left type veth peer name right
ip link
