# The order in which traceroute looks at its words, mapped addresses, protocols, and packets that do not leave.
t() { "$@"; echo "= $?"; }
exec 2>&1
ip link set lo up
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0
ip addr add fd00::1/64 dev veth0 nodad
ip link set veth0 up; ip link set veth1 up
sleep .3
t traceroute -P x -p 70000 10.0.0.256
t traceroute -P x -q 11 10.0.0.1
t traceroute -P 300 -q 11 10.0.0.1
t traceroute -P x -z x 10.0.0.1
t traceroute -P x 
t traceroute -P x 10.0.0.1
t traceroute -P x -m 300 10.0.0.1
t traceroute -P x -s 1.2.3.4 10.0.0.1
t traceroute -P x -s fd::1 10.0.0.1
t traceroute -P x 10.0.0.1 10 20
t traceroute -P x 10.0.0.1 x
t traceroute -P 255 -m 1 -w .1 -n 10.0.0.1
t traceroute -P 256 -m 1 -w .1 -n 10.0.0.1
t traceroute -P 300 -m 1 -w .1 -n 10.0.0.1
t traceroute -P 70000 -m 1 -w .1 -n 10.0.0.1
t traceroute -P -1 -m 1 -w .1 -n 10.0.0.1
t traceroute -P 0 -m 1 -w .1 -n 10.0.0.1
t traceroute -P 6 -m 1 -w .1 -n 10.0.0.1
t traceroute -P 17 -m 1 -w .1 -n 10.0.0.1
t traceroute -P ICMP -m 1 -w .1 -n 10.0.0.1
t traceroute -P 253 -I -m 1 -w .1 -n 10.0.0.1
t traceroute -I -P 253 -m 1 -w .1 -n 10.0.0.1
t traceroute -U -P 253 -m 1 -w .1 -n 10.0.0.1
t traceroute -P 253 -U -m 1 -w .1 -n 10.0.0.1
t traceroute -M raw -m 1 -w .1 -n 10.0.0.1
t traceroute -M foo -m 1 -w .1 -n 10.0.0.1
t traceroute -M foo -P x 10.0.0.1
t traceroute -M foo 10.0.0.256
t traceroute -d -m 1 -w .1 -n 10.0.0.1
t traceroute -d -I -m 1 -w .1 -n 10.0.0.2
t traceroute -d -m 1 -w .1 -n 10.0.0.2
t traceroute -m 1 -w .1 -n 255.255.255.255
t traceroute -I -m 1 -w .1 -n 255.255.255.255
t traceroute -m 1 -w .1 -n ::ffff:10.0.0.1
t traceroute -m 1 -w .1 -n ::ffff:10.0.0.9
t traceroute -I -m 1 -w .1 -n ::ffff:10.0.0.1
t traceroute -r -m 1 -w .1 -n 10.0.0.9
t traceroute -F -m 1 -w .1 -n 10.0.0.1 3000
t traceroute -F -m 1 -w .1 -n 10.0.0.9 3000
t traceroute -m 1 -w .1 -n 127.0.0.1
t traceroute -m 1 -w .1 -n 0.0.0.0
t traceroute -m 1 -w .1 -n 224.0.0.1
t traceroute -I -m 1 -w .1 -n 224.0.0.1
t traceroute -P 253 -U -m 1 -w .1 -n 10.0.0.1
t traceroute -P 253 -M default -m 1 -w .1 -n 10.0.0.1
t traceroute -P 253 -M icmp -m 1 -w .1 -n 10.0.0.1
t traceroute -P 253 -M udp -m 1 -w .1 -n 10.0.0.1
t traceroute -P 253 -P x -m 1 -w .1 -n 10.0.0.1
t traceroute -P x -P 253 -m 1 -w .1 -n 10.0.0.1
t traceroute -P x -I -m 1 -w .1 -n 10.0.0.1
t traceroute -P x -P y -I -m 1 -w .1 -n 10.0.0.1
t traceroute -M foo -q 11 10.0.0.1
t traceroute -M foo -I -w .1 -m 1 10.0.0.1
t traceroute -M foo -f 0 10.0.0.1
t traceroute -f 0 -m 300 10.0.0.1
t traceroute -m 300 -q 11 10.0.0.1
t traceroute -s fd::1 -m 300 -q 11 10.0.0.1
t traceroute -s fd::1 10.0.0.1 70000
t traceroute -s fd::1 -z -1 10.0.0.1
t traceroute -s ::ffff:10.0.0.1 -w .1 -m 1 10.0.0.1
t traceroute -6 -w .1 -m 1 ::ffff:10.0.0.1
t traceroute -4 -w .1 -m 1 ::ffff:10.0.0.1
t traceroute -P 255 -m 1 -w .1 -n 10.0.0.9
t traceroute -P 255 -m 1 -w .1 -n 10.0.0.1 10
t traceroute -P 255 -m 1 -w .1 -n 127.0.0.1
t traceroute -P 255 -m 1 -w .1 -n ::1
t traceroute -P 256 -m 1 -w .1 -n 10.0.0.9
t traceroute -P 256 -m 1 -w .1 -n ::1
t traceroute -P 257 -m 1 -w .1 -n 10.0.0.1
t traceroute -P 257 -m 1 -w .1 -n ::1
t traceroute -P 262 -m 1 -w .1 -n ::1
t traceroute -P 262 -m 1 -w .1 -n 127.0.0.1
t traceroute -F -m 1 -w .1 -q 1 -n 10.0.0.9 1501
t traceroute -F -m 1 -w .1 -q 1 -n 10.0.0.9 1500
t traceroute -F -I -m 1 -w .1 -q 1 -n 10.0.0.9 1501
t traceroute -F -m 1 -w .1 -q 2 -n 10.0.0.9 1501
t traceroute -F -m 2 -w .1 -q 2 -n 10.0.0.9 1501
t traceroute -F -m 2 -w .1 -q 3 -N 2 -n 10.0.0.9 1501
t traceroute -F -I -m 2 -w .1 -q 3 -N 2 -n 10.0.0.9 1501
t traceroute -F -P 253 -m 2 -w .1 -q 3 -N 2 -n 10.0.0.9 1501
t traceroute -F -m 2 -w .1 -q 2 -n fd00::9 1501
t traceroute -F -I -m 2 -w .1 -q 3 -n fd00::9 1501
t traceroute -F -P 253 -m 2 -w .1 -q 1 -n fd00::9 1501
