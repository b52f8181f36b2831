# `connlimit` in traffic: connections that stay open, by host and by network, and after they are closed
ip netns add a1; ip netns add b1
ip link add va netns a1 address 02:00:00:00:00:01 type veth peer name vb netns b1 address 02:00:00:00:00:02
for n in a1 b1; do ip -n $n link set lo up; done
for i in 1 3 4; do ip -n a1 addr add 10.0.1.$i/24 dev va; done; ip -n b1 addr add 10.0.1.2/24 dev vb
ip -n a1 link set va up; ip -n b1 link set vb up
sleep 1.5
t() { ip netns exec b1 iptables -A INPUT -p tcp --syn -m connlimit "$@"; }
t --connlimit-above 1
t --connlimit-upto 1
t --connlimit-above 0
t --connlimit-above 2 --connlimit-mask 24
t --connlimit-above 2 --connlimit-daddr
t --connlimit-above 4 --connlimit-mask 0
t --connlimit-above 2 -j REJECT --reject-with tcp-reset
for p in 5001 5002 5003 5004 5005; do ip netns exec b1 nc -d -l -p $p & done
sleep 0.7
n() { (sleep 4; echo x) | ip netns exec a1 nc -N -w 6 -s "$1" 10.0.1.2 "$2" & sleep 0.4; }
n 10.0.1.1 5001
n 10.0.1.1 5002
n 10.0.1.3 5003
n 10.0.1.4 5004
ip netns exec a1 nc -z -v -w 1 -s 10.0.1.1 10.0.1.2 5005 2>&1
ip netns exec b1 iptables -vnxL INPUT
sleep 5
ip netns exec a1 nc -z -v -w 1 -s 10.0.1.1 10.0.1.2 5005 2>&1
ip netns exec b1 iptables -vnxL INPUT
wait
