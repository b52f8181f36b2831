# Selecting what is shown.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip link set lo up
ip addr add 10.0.0.1/24 dev veth0
ip addr add 10.0.1.1/24 dev veth1 label veth1:x scope link
ip addr show to 10.0.0.0/16
ip addr show scope host
ip -4 addr show scope link
ip addr show label 'veth1*'
ip addr show primary
ip addr show secondary
ip addr show permanent
ip addr show dynamic
ip addr show up
ip -4 addr
ip -6 addr
ip addr show type veth
ip -br addr
ip -o addr
ip -o -4 addr show veth0
ip a s veth0
ip addr show nosuch; echo $?
ip addr show scope nosuch; echo $?
