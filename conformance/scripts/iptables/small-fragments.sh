# small pieces of IPv6 packets are put together before connections are tracked
ip netns add A
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02 netns A
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip netns exec A sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip addr add fd00::1/64 dev veth0; ip link set veth0 up
ip -n A addr add fd00::2/64 dev veth1; ip -n A link set veth1 up
sleep 1.5
p() { ip6tables -L INPUT -vnx | tail -n +3; ip6tables -Z; }
f() { ip netns exec A inject veth1 "$@"; }
two() { f 020000000001 020000000002 86dd 60000000 0018 2c40 fd00::2 fd00::1 3a000001 0000000$1 8000 $2 0001 0001 0000000000000000; f 020000000001020000000002 86dd60000000 0010 2c40 fd00::2 fd00::1 3a000010 0000000$1 0000000000000000; sleep 0.3; }
ip6tables -A INPUT -m conntrack --ctstate NEW; ip6tables -A INPUT -p icmpv6; two 2 8379; p
