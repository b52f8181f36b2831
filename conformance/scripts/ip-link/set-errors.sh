# Wrong words and missing values.
ip link add veth0 type veth peer name veth1
ip link set; echo $?
ip link set veth0; echo $?
ip link set nosuch up; echo $?
ip link set veth0 frob; echo $?
ip link set veth0 up down; echo $?
ip link set veth0 mtu; echo $?
ip link set veth0 name; echo $?
ip link set veth0 netns; echo $?
ip link set veth0 netns nosuch; echo $?
ip link set veth0 master nosuch; echo $?
ip link set veth0 master veth1; echo $?
ip link set veth0 nomaster; echo $?
ip link set dev; echo $?
ip link set veth0 address; echo $?
ip link set mtu 1400 mtu 1300 veth0; echo $?
