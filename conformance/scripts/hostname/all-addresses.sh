# hostname -I: of devices that are up and not the loopback, all but link-local ones of IPv6.
sysctl -qw net.ipv6.conf.default.accept_dad=0
ip link add va type veth peer name vb
ip link set lo up
ip addr add 10.9.9.9/8 dev lo
ip -6 addr add fd99::1/64 dev lo
for a in 127.1.2.3/24 169.254.1.1/16 224.1.1.1/32 240.0.0.1/8 10.0.0.1/24 10.0.0.1/32 255.1.1.1/32 fd00::1/64 fec0::1/64 2001:db8::1/64 ::10.0.0.1/96 2002::1/16 fe80::77/64; do ip addr add $a dev va; done
ip -6 addr add ff05::99/128 dev va
ip -6 addr add ::ffff:10.0.0.1/96 dev va
ip addr add 10.5.0.1 peer 10.5.0.2 dev va
ip addr add 10.0.0.77/24 dev va label va:1
ip addr add 10.77.0.77/24 dev vb
hostname -I
ip link set va up; ip link set vb up
sleep 0.5
hostname -I
ip link set vb down
hostname -I
ip addr change fd00::1/64 dev va preferred_lft 0
ip addr add fd00::5/64 dev va
hostname -I
