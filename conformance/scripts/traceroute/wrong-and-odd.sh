# Ports that stand for protocols and sequence numbers, sources of another family, arguments that are wrong.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
ip link add v0 address 02:00:00:00:00:10 type veth peer name v1 address 02:00:00:00:00:11; ip link set v0 up;ip addr add 10.0.0.1/24 dev v0
T="traceroute -n -q 1 -m 2 -w 0.3"
t $T -P 253 -p 65535 127.0.0.1
t $T -p 65535 -P 253 127.0.0.1
t $T -P 253 -p 17 127.0.0.1
t $T -p 1 -P 253 127.0.0.1
t $T -P 17 127.0.0.1
t $T -P 1 127.0.0.1
t $T -P icmp 127.0.0.1
t $T -P x 127.0.0.1
t $T -P 58 ::1
t $T -P 253 ::1
t $T -P 253 fd00::1
t $T -I fd00::1
t $T fd00::1
t $T -U fd00::1
t $T -i v0 fd00::1
t $T -i v0 10.0.0.5
t $T -i nosuch 10.0.0.5
t $T -s 10.0.0.9 10.0.0.5
t $T -s 10.0.0.1 10.0.1.5
t $T -s ::1 10.0.0.5
t $T -s ::1 ::1
t $T -r 10.0.1.1
t $T -r 10.0.0.1
t $T -F 127.0.0.1 70000
t $T 127.0.0.1 65001
t $T 127.0.0.1 65000
t $T 127.0.0.1 3000
t $T -F 127.0.0.1 3000
t $T 127.0.0.1 -5
t $T 127.0.0.1 0
t $T 127.0.0.1 10
t $T -I 127.0.0.1 10
t $T -I 127.0.0.1 0
t $T ::1 0
t $T 127.0.0.1 28 5
t $T -p 0 127.0.0.1
t $T -p 65536 127.0.0.1
t $T -U -p 0 127.0.0.1
t $T -U -p 65536 127.0.0.1
t $T -I -p 65536 127.0.0.1
t $T --sport=0 127.0.0.1
t $T --sport=5000 127.0.0.1
t $T --sport=x 127.0.0.1
t $T --sport=65536 127.0.0.1
t $T -t 256 127.0.0.1
t $T -t 16 127.0.0.1
t $T -f 0 127.0.0.1
t $T -f 3 127.0.0.1
t $T -f 256 127.0.0.1
t $T -m 0 127.0.0.1
t $T -m 256 127.0.0.1
t $T -N 0 127.0.0.1
t $T -q 0 127.0.0.1
t $T -q 11 127.0.0.1
t $T -z 5 127.0.0.1
t $T -z x 127.0.0.1
t $T -w x 127.0.0.1
t $T -w 1,2 127.0.0.1
t $T -w 1,2,3 127.0.0.1
t $T -w -1 127.0.0.1
t $T -4 ::1
t $T -6 127.0.0.1
t $T 0.0.0.0
t $T 224.0.0.1
t $T 255.255.255.255
t $T 10.0.0.255
t $T ff02::1
t $T
t $T -4 -6 ::1
t $T --foo
t $T -M icmp 127.0.0.1
t $T -M udp 127.0.0.1
t $T -M default 127.0.0.1
t $T -M raw 127.0.0.1
t $T -M foo 127.0.0.1
t $T --fwmark=5 127.0.0.1
t $T --fwmark=x 127.0.0.1
t $T -d 127.0.0.1
