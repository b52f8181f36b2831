# Names that the kernel makes: the first free one, and a clash of its own making.
ip link add type veth; ip -o link | cut -d: -f2
ip link del veth0
ip link add veth0 type veth; echo $?
ip link add eth%d type veth peer name eth%d; echo $?
ip -o link | cut -d: -f2
ip link add name v0 type veth peer name v1 && ip link add dev v2 type veth peer dev v3; echo $?
ip -o link | cut -d: -f2
