# A veth pair and lo through ethtool.
ip link add veth0 numtxqueues 1 numrxqueues 1 type veth peer name veth1 numtxqueues 1 numrxqueues 1
ethtool veth0; ethtool -i veth0
ip link set veth0 up; ip link set veth1 up
ethtool veth0
ethtool lo; ethtool -i lo
ethtool nosuch; echo $?
ethtool; echo $?
ethtool -Z veth0; echo $?
ethtool --version; echo $?
