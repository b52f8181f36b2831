# -N stands for -n, whatever it is called.
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
ip link set lo up
ip link set v0 up
ip link set v1 up
ip addr add 10.0.0.1/24 dev v0
ip addr add fd00::1/64 dev v0 nodad
ip route add default via 10.0.0.2
ip route add 127.0.0.1 via 10.0.0.3
ip route add unreachable 33.0.0.0/8
ip route add blackhole 34.0.0.0/8
sleep 2.5
for options in -N -nN -Ne -NC --symbolic -Nee '-N -v' -NF -6N; do
    echo "\$ route $options"
    route $options | grep -v '^fe80\|^ff00'
done
