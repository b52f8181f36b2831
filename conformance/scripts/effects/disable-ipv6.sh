# disable_ipv6: addresses go, and come back.
ip link add veth0 type veth peer name veth1
ip link set veth0 up; ip link set veth1 up
ip -6 addr add fc00::1/64 dev veth0 nodad
ip -6 -o addr show veth0 | awk '{print $3, $4 ~ /^fe80/ ? "link" : $4}'
sysctl -w net.ipv6.conf.veth0.disable_ipv6=1
ip -6 -o addr show veth0
ip -6 addr add fc00::2/64 dev veth0; echo $?
sysctl -w net.ipv6.conf.veth0.disable_ipv6=0
ip -6 -o addr show veth0 | awk '{print $3, $4 ~ /^fe80/ ? "link" : $4}'
