# ifconfig DEVICE del ADDRESS looks only at aliases without a "-" in their number.
ip link add name veth1 address 02:00:00:00:00:15 type veth peer name veth2 address 02:00:00:00:00:16
for n in veth1:-3 veth1:3-:4 veth1:1- veth1:1 veth1:- veth1: veth1:0- veth1:1-2 veth1:a veth1:0 veth1; do
echo "== $n"
ip addr flush dev veth1
ifconfig $n 10.0.0.1 netmask 255.0.0.0 del 10.0.0.1
echo "[$?]"
ip addr show dev veth1 | grep inet
ifconfig $n del 10.0.0.1
echo "[$?]"
ip addr show dev veth1 | grep inet
ip addr flush dev veth1
ip addr add 10.0.0.1/8 label $n dev veth1
ifconfig $n del 10.0.0.1
echo "[$?]"
ip addr show dev veth1 | grep inet
done
