# What -echo prints of links: those of group 0 only.
ip -echo link add dev veth4 address 02:00:00:00:00:11 group 5 type veth peer name veth5 address 02:00:00:00:00:12
ip -echo link set veth4 up
ip -echo link set veth4 group 7
ip -echo link set veth4 group 0
ip -echo link set veth4 group 6
ip -echo link set group 6 mtu 1400
ip -echo addr add 10.0.0.1/24 dev veth4
ip -echo link del veth4
ip -echo link add dev veth4 address 02:00:00:00:00:11 type veth peer name veth5 address 02:00:00:00:00:12 group 6
ip -s -echo link add dev veth6 address 02:00:00:00:00:11 group 6 type veth peer name veth7 address 02:00:00:00:00:12
ip -j -echo link add dev veth8 address 02:00:00:00:00:11 group 6 type veth peer name veth9 address 02:00:00:00:00:12
ip -o -echo link add dev veth10 address 02:00:00:00:00:11 group 6 type veth peer name veth11 address 02:00:00:00:00:12
ip -br -echo link add dev veth12 address 02:00:00:00:00:11 group 6 type veth peer name veth13 address 02:00:00:00:00:12
ip -br -echo link add dev veth14 address 02:00:00:00:00:11 type veth peer name veth15 address 02:00:00:00:00:12
