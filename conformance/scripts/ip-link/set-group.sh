# Groups: by number and by name, shown and used to select.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip link set veth0 group 42
ip link show group 42
ip link set group 42 up
ip link show veth0
ip link set dev veth0 group default
ip link show group 42
ip link set veth0 group nosuch; echo $?
ip link set veth0 group 7; ip link set veth1 group 7
ip link del group 7; echo $?
ip link
ip link del group default; echo $?
