# ping -6 with its options.
ip netns add a; ip netns add b
ip link add va netns a index 5 address 02:00:00:00:00:0a type veth peer name vb netns b index 6 address 02:00:00:00:00:0b
ip -n a addr add 2001:db8::a/64 dev va nodad; ip -n b addr add 2001:db8::b/64 dev vb nodad
ip -n a link set va up; ip -n b link set vb up; ip -n a link set lo up; sleep 2.4
p() { echo "- $*"; ip netns exec a ping "$@"; echo "status $?"; }
p -6 -c 1 2001:db8::b; p -c 1 fe80::ff:fe00:b%va; p -c 1 -I va fe80::ff:fe00:b; p -c 1 fe80::ff:fe00:b; p -c 1 fe80::ff:fe00:b%nope; p -c 1 fe80::ff:fe00:b%5
p -c 1 ff02::1%va; p -c 1 -I va ff02::2; p -c 1 -I 2001:db8::a ff02::1; p -c 1 -I 2001:db8::a 2001:db8::b; p -c 1 -I 2001:db8::99 2001:db8::b; p -c 1 -I fe80::ff:fe00:a fe80::ff:fe00:b; p -c 1 -I fe80::ff:fe00:a%va fe80::ff:fe00:b
p -c 1 ::1; p -c 1 ::; p -c 1 localhost; p -6 -c 1 localhost; p -4 -c 1 ::1; p -6 -c 1 10.0.0.1; p -c 1 2001:db8::b%va
p -c 1 -s 0 2001:db8::b; p -c 1 -s 4 2001:db8::b; p -c 1 -s 65536 2001:db8::b; p -c 1 -p ff00 -s 20 2001:db8::b; p -c 2 -i 0.2 -q 2001:db8::b; p -c 1 -v -e 9 2001:db8::b; p -c 1 -n 2001:db8::b; p -c 1 -D 2001:db8::b; p -c 1 -O 2001:db8::b; p -c 1 -e 4660 2001:db8::b; p -c 1 -B 2001:db8::b; p -c 1 -m 5 2001:db8::b; p -c 1 -L ff02::1%va; p -c 1 -a 2001:db8::b | tr '\a' '!'
p -c 1 -F 0x12345 2001:db8::b; p -c 1 -F x 2001:db8::b; p -c 1 -Q 0x20 2001:db8::b; p -c 1 -t 0 2001:db8::b; p -c 1 -t 256 2001:db8::b; p -c 1 -T tsonly 2001:db8::b; p -c 1 -R 2001:db8::b; p -c 1 -b 2001:db8::b; p -c 1 -W 0.5 2001:db8::c; p -c 3 -i 0.2 -w 1 2001:db8::b; p -c 5 -f 2001:db8::b; p -c 2 -i 0.2 -A 2001:db8::b; p -c 1 -U 2001:db8::b; p -c 1 2001:db8::b 2001:db8::b; p -c 1 -M do -s 1500 2001:db8::b; p -c 1 -S 5000 2001:db8::b; p -6 -c 1 nowhere
