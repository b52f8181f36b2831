# With a count arping ends with 0 only when every probe that it sent was answered, once.
ip netns add red
ip link add v0 type veth peer name v1 netns red address 02:00:00:00:00:02
ip link set v0 up
ip -n red link set v1 up
ip addr add 10.0.0.1/24 dev v0
ip -n red addr add 10.0.0.2/24 dev v1
sleep 1.5
t() { echo "== $*"; "$@" 2>&1 | sed 's/[0-9.]*ms/Nms/'; echo "[${PIPESTATUS[0]}]"; }
t arping -I v0 -w 1 -c 2 10.0.0.2
t arping -I v0 -w 2 -c 3 10.0.0.2
t arping -I v0 -w 1 -c 3 10.0.0.2
t arping -I v0 -w 1 -c 2 10.0.0.9
t arping -I v0 -w 1 10.0.0.2
t arping -I v0 -w 3 -c 2 10.0.0.2
t arping -I v0 -w 1 -c 2 -f 10.0.0.2
t arping -I v0 -w 1 -c 2 -D 10.0.0.9
t arping -I v0 -w 1 -c 2 -U 10.0.0.1
arping -I v0 -c 5 10.0.0.2 > out & a=$!
sleep 1.5; kill -INT $a; wait $a; echo "[$?]"
sed 's/[0-9.]*ms/Nms/' out
