# Defaults reach a device until it is given its first address; to be given none by ioctl counts, too.
for i in 1 2 3 4 5 6 7; do ip link add a$i type veth peer name b$i; done
ifconfig a1 0.0.0.0
ip addr add 0.0.0.0/8 dev a2
ip addr add 10.0.0.1/24 dev a3 valid_lft 10 preferred_lft 20
ip addr add 224.0.0.1/24 dev a4
ip addr add 224.0.0.1/32 dev a5 autojoin
ip addr del 10.0.0.1/24 dev a6
ip addr change 0.0.0.0/32 dev a7
ifconfig b1 netmask 255.0.0.0
ifconfig b2 225.0.0.1
ifconfig b3 add 10.0.0.1
ifconfig b4:1 0.0.0.0
sysctl -w net.ipv4.conf.default.accept_local=1
for d in a1 a2 a3 a4 a5 a6 a7 b1 b2 b3 b4 b5; do echo $d $(cat /proc/sys/net/ipv4/conf/$d/accept_local); done
