# Which words of neighbours may be short; the answers of "connected" in JSON.
ip link add veth0 index 20 type veth peer name veth1 index 21
ip link set veth0 up
ip link set veth1 up
ip addr add 10.0.0.1/24 dev veth0
ip addr add fd00::1/64 dev veth0 nodad
sleep 0.2
ip n a 10.0.0.2 l 02:00:00:00:00:02 dev veth0
ip n r 10.0.0.2 ll 02:00:00:00:00:03 e dev veth0
ip n c 10.0.0.2 lladdr 02:00:00:00:00:04 proto static dev veth0
ip n c 10.0.0.2 lladdr 02:00:00:00:00:04 pro static dev veth0
ip n c 10.0.0.2 nu stale dev veth0
ip n c 10.0.0.2 nud st dev veth0
ip n c 10.0.0.2 nud s d veth0
ip n c 10.0.0.2 ro dev veth0
ip n c 10.0.0.2 u dev veth0
ip n c 10.0.0.2 ma dev veth0
ip n a pr 10.0.0.3 dev veth0
ip n a t 10.0.0.3 dev veth0
ip n
ip n s p
ip n s d veth0
ip n s n stale
ip n s un
ip n s nom
ip n g pr 10.0.0.3 dev veth0
ip n g 10.0.0.2 d veth0
ip n d pr 10.0.0.3 dev veth0
ip n f dev veth0 nud all
ip n
ip -j route get 10.0.0.7 connected
ip -j route get 10.0.0.7 connected from 10.0.0.1
ip route get 10.0.0.7 connected
ip -j -p route get 10.0.0.7 connected
ip -j -6 route get fd00::7 connected
ip -j route get 1.2.3.4 connected
ip neigh add help
ip neigh add help 10.0.0.1 dev lo
ip neigh add 10.0.0.1 help dev lo
ip neigh get help
