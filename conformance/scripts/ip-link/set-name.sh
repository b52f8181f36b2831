# Renaming: when it is allowed.
ip link add veth0 type veth peer name veth1
ip link set veth0 name eth0; echo $?
ip link set eth0 name veth1; echo $?
ip link set eth0 name eth0; echo $?
ip link set eth0 up
ip link set eth0 name eth1; echo $?
ip link set lo name lo1; echo $?
ip link set nosuch name x; echo $?
ip link set eth1 name this-name-is-too-long; echo $?
ip link set eth1 name 'with/slash'; echo $?
ip link set eth1 name 'eth%d'; echo $?
ip link
