# What a client is told by a router that rejects, for each way to do so.
ip netns add r; ip netns add b
ip link add va type veth peer name ra netns r; ip link add rb netns r type veth peer name vb netns b
ip netns exec r sysctl -qw net.ipv6.conf.all.forwarding=1
ip addr add fd00::1/64 dev va nodad; ip link set va up; ip -n r addr add fd00::254/64 dev ra nodad; ip -n r link set ra up
ip -n r addr add fd01::254/64 dev rb nodad; ip -n r link set rb up; ip -n b addr add fd01::1/64 dev vb nodad; ip -n b link set vb up
ip route add default via fd00::254; ip -n b route add default via fd01::254; 
sleep 1.5
for w in icmp6-no-route icmp6-adm-prohibited icmp6-addr-unreachable icmp6-port-unreachable icmp6-policy-fail icmp6-reject-route tcp-reset; do
ip netns exec r ip6tables -F
ip netns exec r ip6tables -A FORWARD -p tcp -d fd01::1 -j REJECT --reject-with $w
echo $w
timeout 3 nc -vz -w 2 fd01::1 22; echo $?
sleep 1
done
