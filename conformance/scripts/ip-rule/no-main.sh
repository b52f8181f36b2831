# Without the rule for main nothing is found; without that for local nothing is ours.
ip link set lo up
ip link add veth0 type veth peer name veth1
ip link set veth0 up; ip link set veth1 up
ip addr add 10.0.0.1/24 dev veth0
ip rule del pref 32766; ip rule del lookup default
ip rule
ip route get 10.0.0.2; echo $?
ip route get 10.0.0.1; echo $?
ip rule del pref 0
ip route get 10.0.0.1; echo $?
ip rule add lookup local pref 100
ip route get 10.0.0.1
