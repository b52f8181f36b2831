# SIGINT ends it with statistics, SIGQUIT shows them in between, SIGTERM is quiet.
ip netns add a
ip netns add b
for ns in a b; do ip netns exec $ns sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
ip link add veth0 netns a index 5 type veth peer name veth1 netns b
ip -n a link set veth0 address 02:00:00:00:00:01
ip -n b link set veth1 address 02:00:00:00:00:02
ip -n a addr add 10.0.0.1/24 dev veth0
ip -n b addr add 10.0.0.2/24 dev veth1
ip -n a link set veth0 up
ip -n b link set veth1 up
ip netns exec a ping -i 0.3 10.0.0.2 >out 2>err & sleep 0.8; kill -INT $!; wait $!; echo $?
cat out
ip netns exec a ping -i 0.3 -c 4 10.0.0.2 >out 2>err & sleep 0.75; kill -QUIT $!; wait $!; echo $?
sed 's/[0-9.]*\/[0-9.]*\/[0-9.]*\/[0-9.]* ms/X ms/' err; tail -2 out | head -1
ip netns exec a ping -i 0.3 10.0.0.2 >out 2>err & sleep 0.4; kill -TERM $!; wait $!; echo $?
cat out err
ip netns exec a timeout -s INT 0.8 ping -i 0.3 10.0.0.9; echo $?
