# addr_gen_mode: by sysctl and by ip link, on devices that are up, on new devices.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up
show() { ip -6 -o addr show h0 | sed 's/fe80::[0-9a-f:]*/fe80::IID/; s/.*inet6/inet6/'; }
for mode in none eui64 random none; do
  echo "- $mode"
  ip link set h0 addrgenmode $mode; echo $?; sysctl net.ipv6.conf.h0.addr_gen_mode
  ip link set h0 up; sleep 2.4; show; ip -6 route show dev h0; ip link set h0 down
done
echo "- while it is up"
ip link set h0 up
sysctl -w net.ipv6.conf.h0.addr_gen_mode=0; sleep 2.4; show
sysctl -w net.ipv6.conf.h0.addr_gen_mode=3; sleep 2.4; show
sysctl -w net.ipv6.conf.h0.addr_gen_mode=1; show
sysctl -w net.ipv6.conf.h0.addr_gen_mode=4
ip link set h0 addrgenmode stable_secret; echo $?
ip link set h0 addrgenmode wrong; echo $?
echo "- new devices"
sysctl -w net.ipv6.conf.default.addr_gen_mode=1
ip link add n0 type veth peer name n1; ip link set n0 up; ip link set n1 up; sleep 2.4
ip -6 addr show n0; ip -d link show n0 | grep -o 'addrgenmode.*' | cut -d' ' -f1,2
sysctl -w net.ipv6.conf.all.addr_gen_mode=0; sysctl net.ipv6.conf.default.addr_gen_mode net.ipv6.conf.n0.addr_gen_mode; sleep 2.4
ip -6 -o addr show | awk '{print $2, $4 ~ /^fe80/ ? "link" : $4}'
