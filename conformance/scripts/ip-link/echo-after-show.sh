# In a batch, what was last shown decides what -echo prints.
cat > b <<'X'
link show group 5
link add dev veth4 address 02:00:00:00:00:11 group 5 type veth peer name veth5 address 02:00:00:00:00:12
link add dev veth6 address 02:00:00:00:00:11 type veth peer name veth7 address 02:00:00:00:00:12
addr add 10.0.0.1/24 dev veth4
link show up
link add dev veth8 address 02:00:00:00:00:11 type veth peer name veth9 address 02:00:00:00:00:12
link set veth8 up
addr add 10.0.0.1/24 dev veth8
addr show dev veth4
addr add 10.0.0.2/24 dev veth8
link add dev veth10 address 02:00:00:00:00:11 type veth peer name veth11 address 02:00:00:00:00:12
addr show label "xx*"
addr add 10.0.0.3/24 dev veth8
link add dev veth12 address 02:00:00:00:00:11 type veth peer name veth13 address 02:00:00:00:00:12
addr show scope host
addr add 10.0.0.4/24 dev veth8
link add dev veth14 address 02:00:00:00:00:11 group 3 type veth peer name veth15 address 02:00:00:00:00:12
X
ip -echo -batch b
