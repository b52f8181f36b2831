# Address labels, and which source address they lead to.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addrlabel; ip -j addrlabel
ip addrlabel add prefix 2001:db8::/32 label 99; echo $?
ip addrlabel add prefix 2001:db8::/32 label 99; echo $?
ip addrlabel add prefix 2001:db8::/32 dev h0 label 98; ip addrlabel add prefix 2001:db9::/32 label 1000; ip addrlabel list | head -5
ip addrlabel del prefix 2001:db8::/32 label 1; echo $?; ip addrlabel del prefix 2001:db8::/32 label 1; echo $?; ip addrlabel show | head -5
echo "- errors"
ip addrlabel add prefix x label 3; echo $?
ip addrlabel add prefix 10.0.0.0/8 label 3; echo $?
ip addrlabel add prefix 1::/16 label 4 dev nope; echo $?
ip addrlabel add prefix ::ffff:1.2.3.4/120 label 5; echo $?
ip addrlabel add prefix 2001::/16 label 4294967295; echo $?
ip addrlabel add prefix; ip addrlabel add label 4; ip addrlabel add prefix 1::/16; ip addrlabel get 1; ip addrlabel list x; ip addrlabel flush x; ip -4 addrlabel; echo $?; ip addrlabel help; echo $?
echo "- source addresses"
ip addr add 2001:db8:1::1/64 dev h0 nodad; ip addr add fd00::1/64 dev h0 nodad
ip -6 route add default via fe80::1 dev h0
source() { ip -6 route get $1 | grep -o 'src [^ ]*'; }
source 2001:db8:5::1; source fd55::1; source 2002::1
ip addrlabel add prefix 2002::/17 label 5; source 2002::1
ip addrlabel flush; ip addrlabel; source fd55::1
