# Static addresses, and what is refused.
ip link add veth0 type veth peer name veth1
ip link set veth0 up; ip link set veth1 up
ip -6 addr add fc00::1/64 dev veth0 nodad; echo $?
ip -6 addr add fc00::1/64 dev veth0; echo $?
ip -6 addr add fc00::1/65 dev veth0; echo $?
ip -6 addr add fc00::2 dev veth0 nodad; echo $?
ip -6 addr add fc00::g/64 dev veth0; echo $?
ip -6 addr add ::/64 dev veth0; echo $?
ip -6 addr add 2001:db8:0:0:0:0:0:1/64 dev veth0 nodad preferred_lft 0; echo $?
ip -6 addr add ::ffff:10.0.0.1/128 dev veth0 nodad; echo $?
ip -6 addr show veth0 scope global
ip -6 addr del fc00::9/64 dev veth0; echo $?
ip -6 addr del fc00::2/128 dev veth0; echo $?
ip -6 route | grep -v fe80
