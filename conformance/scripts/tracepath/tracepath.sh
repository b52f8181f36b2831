# the way to a host, and how large packets may be
same() { sed -E "s/ {1,3}[0-9]+\.[0-9]{3}ms/ T/"; }
ip link set lo up
ip netns add r; ip netns add b
ip link add v0 type veth peer name r0 netns r; ip -n r link add r1 type veth peer name b0 netns b
ip link set v0 up; ip -n r link set r0 up; ip -n r link set r1 up; ip -n b link set b0 up; ip -n b link set lo up
ip addr add 10.0.0.1/24 dev v0; ip -n r addr add 10.0.0.254/24 dev r0; ip -n r addr add 10.1.0.254/24 dev r1; ip -n b addr add 10.1.0.1/24 dev b0
ip route add default via 10.0.0.254; ip -n b route add default via 10.1.0.254
ip netns exec r sysctl -qw net.ipv4.ip_forward=1; ip -n r link set r1 mtu 1400; ip -n b link set b0 mtu 1400
tracepath -n 10.1.0.1 | same; echo $?
tracepath -n 10.1.0.1 | same; echo $?
tracepath -b 127.0.0.1 | same; echo $?
tracepath localhost | same; echo $?
tracepath -n -m 1 10.1.0.1 | same; echo $?
tracepath -n -l 1000 10.1.0.1 | same; echo $?
tracepath -n -p 5000 10.1.0.1 | same; echo $?
tracepath -n -m 2 10.0.0.77 | same; echo $?
tracepath -n 10.1.0.1/5000 | same; echo $?
ip route add unreachable 10.7.0.0/16; tracepath -n 10.7.0.1 | same; echo $?
for words in '' '-x 10.1.0.1' nosuchhost '-m 0 10.1.0.1' '-m 256 10.1.0.1' '-m x 10.1.0.1' '-l x 10.1.0.1' '-l 5 10.1.0.1' '-p x 10.1.0.1' '-p 70000 10.1.0.1' '-4 ::1' '-6 127.0.0.1' '10.1.0.1 x' '-V' '-h' '-m' '300.1.1.1' '-4 -6 ::1' '127.0.0.1/x' '-l 28 127.0.0.1'
do echo "tracepath $words"; timeout 5 tracepath $words; echo $?; done
tracepath -n -l 70000 -m 1 127.0.0.1 | same; echo $?
tracepath ::1 | same; echo $?
ip addr add 2001:db8::1/64 dev v0 nodad; ip -n r addr add 2001:db8::2/64 dev r0 nodad; ip -n r addr add 2001:db8:1::2/64 dev r1 nodad; ip -n b addr add 2001:db8:1::1/64 dev b0 nodad
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1; ip route add default via 2001:db8::2; ip -n b route add default via 2001:db8:1::2
tracepath -n 2001:db8:1::1 | same; echo $?
