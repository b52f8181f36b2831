# A route is deleted by its metrics as they are sent: nothing is cut to what a route can have, 0 counts, an unknown congestion control is none.
ip link add v0 type veth peer name v1; ip link set v0 up; ip addr add 10.0.0.1/24 dev v0
for c in cubic reno bbr nosuch; do echo == $c
ip route add 10.0.2.0/24 via 10.0.0.2 congctl $c; echo $?
ip route show 10.0.2.0/24
for d in cubic reno bbr nosuch; do echo "del $d"; ip route del 10.0.2.0/24 congctl $d; echo $?; ip route add 10.0.2.0/24 via 10.0.0.2 congctl $c 2>/dev/null; done
ip route del 10.0.2.0/24 2>/dev/null; done
ip route del 10.0.2.0/24 congctl cubic; echo $?
echo plain
for words in "congctl nosuch" "mtu 0" "mtu 1400" "features ecn" "quickack 1" "hoplimit 300" "advmss 70000" "congctl reno" "mtu lock 0" "rtt 0" "hoplimit 0 mtu 0"; do
ip route add 10.0.2.0/24 via 10.0.0.2; ip route del 10.0.2.0/24 $words; echo "$words $?"; ip route del 10.0.2.0/24 2>/dev/null
ip route add 10.0.2.0/24 via 10.0.0.2 mtu 1400 hoplimit 255 advmss 65495 features ecn congctl reno; ip route del 10.0.2.0/24 $words; echo "set: $words $?"; ip route del 10.0.2.0/24 2>/dev/null
ip route add 10.0.2.0/24 via 10.0.0.2 mtu 70000 hoplimit 300 advmss 70000; ip route del 10.0.2.0/24 $words; echo "large: $words $?"; ip route del 10.0.2.0/24 2>/dev/null
done
echo ioctl
for words in "mss 1000" "mss 70000" "window 0" "window 5" "irtt 0" "irtt 100" "mss 40"; do
for has in "" "mss 1000" "mss 70000" "window 5" "irtt 100"; do
route add -net 10.0.2.0/24 gw 10.0.0.2 $has; route del -net 10.0.2.0/24 $words 2>&1; echo "$has: $words $?"; ip route del 10.0.2.0/24 2>/dev/null
done; done
