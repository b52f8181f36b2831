link show up
addr show
link add dev veth4 address 02:00:00:00:00:11 group 5 type veth peer name veth5 address 02:00:00:00:00:12
link add dev veth6 address 02:00:00:00:00:11 type veth peer name veth7 address 02:00:00:00:00:12
link show type dummy
link add dev veth8 address 02:00:00:00:00:11 type veth peer name veth9 address 02:00:00:00:00:12
addr show
route add 10.9.0.0/16 dev veth4
link set veth4 up
route add 10.9.0.0/16 dev veth4
link del veth8
