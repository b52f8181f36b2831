# -k and -K.
ip link add veth0 type veth peer name veth1
ethtool -k veth0
ethtool -K veth0 tso off; echo $?
ethtool -k veth0 | grep segmentation
ethtool -K veth0 tx off; echo $?
ethtool -K veth0 frob on; echo $?
ethtool -k lo | head -5
