# Addresses of tun and tap devices, which have no link-layer address or no carrier.
ip tuntap add t0 mode tun; ip tuntap add p0 mode tap; ip link set t0 up; ip link set p0 up; sleep 0.5
ip -6 addr; ip -d link show t0 | grep -o 'addrgenmode [a-z0-9]*'; ip -d link show p0 | grep -o 'addrgenmode [a-z0-9]*'
ip addr add 2001:db8::1/64 dev t0; ip addr add 2001:db8:1::1/64 dev p0; ip addr add 2001:db8:2::1 peer 2001:db8:2::2 dev t0 nodad; sleep 0.5; ip -6 addr; ip -6 route; ip -6 route show table local; ip -6 maddr
ping -6 -c 1 -W 1 2001:db8::5 | tail -2; ping -6 -c 1 -W 1 2001:db8:1::5 | tail -2
