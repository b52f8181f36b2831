# What ethtool tells of a VLAN device.
# profile: debian
ip link add v0 address 02:00:00:00:00:01 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip link add link v0 name vl0 type vlan id 5
ethtool -i vl0
ethtool vl0
ethtool -S vl0
ethtool -k vl0 | grep -v -e fixed -e accecn -e fcoe-mtu
ethtool -K v0 tso off
ethtool -k vl0 | grep -v -e fixed -e accecn -e fcoe-mtu
