# What a rule does beside looking up: blackhole, unreachable, prohibit, nop.
ip link add veth0 type veth peer name veth1
ip link set veth0 up; ip link set veth1 up; ip link set lo up
ip addr add 10.0.0.1/24 dev veth0
ip rule add to 10.1.0.0/16 blackhole
ip rule add to 10.2.0.0/16 unreachable
ip rule add to 10.3.0.0/16 prohibit
ip rule add to 10.4.0.0/16 nop; echo $?
ip route add default via 10.0.0.2
ip rule
for i in 1 2 3 4; do ip route get 10.$i.0.1; echo $?; done
for i in 1 2 3; do ping -c 1 -W 1 10.$i.0.1; echo $?; done
