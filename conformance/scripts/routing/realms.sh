# Realms of routes and rules: in decisions for packets that go out, come in and go through.
ip netns add r
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b netns r
ip link add h1 index 12 address 02:00:00:00:00:1a type veth peer name r1 index 22 address 02:00:00:00:00:1b netns r
ip link set lo up; ip link set h0 up; ip link set h1 up; ip -n r link set r0 up; ip -n r link set r1 up; sleep 0.2
ip addr add 10.0.0.1/24 dev h0; ip addr add 10.0.1.1/24 dev h1; ip -n r addr add 10.0.0.2/24 dev r0; ip -n r addr add 10.0.1.2/24 dev r1
sysctl -qw net.ipv4.ip_forward=1
get() {
for a in "10.0.0.2" "10.9.1.1" "10.9.2.1" "8.8.8.8" "10.0.0.1" "10.0.0.255" "224.0.0.1" "255.255.255.255" "10.9.1.1 from 10.0.0.2 iif h0" "10.0.0.1 from 10.9.1.7 iif h0" "10.9.2.1 from 10.9.1.7 iif h0" "10.0.1.2 from 10.9.2.7 iif h0" "224.0.0.1 from 10.9.1.7 iif h0" "10.0.0.255 from 10.9.1.7 iif h0" "255.255.255.255 from 10.9.1.7 iif h0" "10.0.0.1 from 10.0.0.255 iif h0" "10.0.0.1 from 10.0.0.1 iif h0" "8.8.8.8 from 10.9.3.1 iif h0" "10.9.3.1 from 10.9.2.1 iif h1" "10.9.4.1" "10.0.0.1 from 10.9.4.1 iif h0" "10.0.0.1 from 10.9.4.1 iif h1"; do
echo "- $a"; ip route get $a; done; }
echo "== nothing"; get
ip route add 10.9.1.0/24 via 10.0.0.2 realm 5
ip route add 10.9.2.0/24 via 10.0.0.2 realms 6/7
ip route add 10.9.3.0/24 via 10.0.1.2
ip route add 10.9.4.0/24 via 10.0.1.2 realm 8
echo "== routes"; get
ip rule add from 10.9.3.0/24 realms 3/4
ip rule add to 10.0.0.0/16 realms 11
ip rule add pref 50 from all iif h0 realms 13/
ip rule
echo "== rules"; get; get | sort | uniq -c | sort -rn | head -4
sysctl -qw net.ipv4.conf.h0.accept_local=1; echo "== accept local"; get
ip rule del pref 50; echo "== a rule less"; get
ip rule flush; ip rule add pref 100 table main realms 2/1;  ip rule add pref 99 table local; echo "== flushed"; get
ip route del 10.9.1.0/24; ip route del 10.9.2.0/24; ip route del 10.9.4.0/24; ip rule del pref 100; ip rule add table main;  echo "== none"; get
