# ping and addresses of IPv4 in those of IPv6
ip netns add b; ip link set lo up; ip link add va type veth peer name vb netns b; ip addr add 10.0.0.1/24 dev va; ip link set va up; ip -n b addr add 10.0.0.2/24 dev vb; ip -n b link set vb up; ip addr add fd00::1/64 dev va nodad; ip -n b addr add fd00::2/64 dev vb nodad; sleep 2
for a in ::ffff:10.0.0.2 ::ffff:10.0.0.1 ::ffff:10.0.0.9 ::ffff:0.0.0.0 ::ffff:224.0.0.1; do
for o in "" "-6" "-I va" "-I fd00::1" "-I ::ffff:10.0.0.1" "-f" "-Q 4" "-F 5" "-r"; do
echo "- $o $a"; ping -c 1 -W 0.2 $o $a 2>&1 | sed 's/time=.*/time/;/rtt/d'
done; done
n=20; for a in ff02::1%va :: ::1 fd00::2 fd00::9; do n=$((n+1)); echo "- $a"; ping -c 1 -W 0.2 -F $n $a 2>&1 | sed 's/time=.*/time/;/rtt/d'; done
ip route add default via 10.0.0.2; ip -6 route add default via fd00::2; ping -c 1 -W 0.3 ::ffff:10.0.0.2;  ping -c 1 -W 0.3 ::ffff:10.9.0.2
