# The table that a decision is said to come from, with and without rules of one's own.
ip link add veth0 index 20 type veth peer name veth1 index 21
ip link set veth0 up
ip link set veth1 up
ip link set lo up
ip addr add 10.0.0.1/24 dev veth0
ip -d route get 224.0.0.1 oif lo
ip -d route get 224.0.0.1
ip -d route get 224.0.0.1 oif veth0
ip -d route get 255.255.255.255 oif veth0
ip -d route get 1.1.1.1 oif veth0
ip -d route get 1.1.1.1 oif veth0 fibmatch
ip -d route get 10.0.0.1 fibmatch
ip -d route get 10.0.0.7 fibmatch
ip -d route get 10.0.0.255 fibmatch
ip -d route get 10.0.0.255
ip -d route get 10.0.0.1 from 10.0.0.5 iif veth1 fibmatch
ip rule add from 9.9.9.9 table 7
ip -d route get 10.0.0.1 fibmatch
ip -d route get 10.0.0.7 fibmatch
ip -d route get 10.0.0.255 fibmatch
ip -d route get 1.1.1.1 oif veth0
