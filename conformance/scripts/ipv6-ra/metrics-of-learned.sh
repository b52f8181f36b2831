# Metrics of a router's route that change after something was learned below it: who learned an MTU keeps those of then.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up; sleep 2.4
ip addr add 2001:db8::a/64 dev h0 nodad
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 $1 00 0708 00000000 00000000 0101 02:00:00:00:00:0b $2; sleep 0.1; }
big() { inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd 60000000 0000 3a 40 2001:db8:99::1 2001:db8::a 02000000 $1 60000000 0010 3a 40 2001:db8::a $2 8000 0000 0007 0001 00*8; sleep 0.1; }
redirect() { inject r0 02:00:00:00:00:0a 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b fe80::ff:fe00:a 89000000 00000000 $2 $1 0201 02:00:00:00:00:0d; sleep 0.1; }
show() { echo "- $1"; ip -6 route show cache | sed 's/expires [0-9]*sec/expires Nsec/' | sort; ip -6 route show default | sed 's/expires [0-9]*sec/expires Nsec/'; }
ra 00; show "no hop limit"
big 00000578 2001:db8:f::1; redirect 2001:db8:f::2 fe80::d; show "learned without metrics"
ra 40; show "a hop limit"
big 00000578 2001:db8:f::3; redirect 2001:db8:f::4 fe80::d; redirect 2001:db8:f::5 fe80::d; show "learned with it"
ra 20; show "another"
big 00000570 2001:db8:f::5; ra 21; show "and an MTU for one of them"
ra 22 "0501 0000 000005c8"; show "an MTU for all"
ra 23; show "a hop limit again"
ip link set h0 mtu 1300; ra 24; show "the device's MTU"
ip link set h0 mtu 1500; ra 25; show "and back"
ra 26 "0501 0000 00000514"; ra 27; show "a lower one"
