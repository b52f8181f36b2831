# Words that are left as the tools made them, warnings before the end, operands too many.
t() { "$@"; echo "= $?"; }
exec 2>&1
ip link set lo up
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0
ip addr add fd00::1/64 dev veth0 nodad
ip link set veth0 up; ip link set veth1 up
sleep .3
t route add -net -net
t route add -host -net
t route add -net -host
t route add -net
t route -net
t route add -net 10.3.0.0/16 -net
t route add -net 10.3.0.0/16 gw -net
t route add -net 10.3.0.0/16 dev -net
t route add 10.3.0.0/16 -host
t route -6 add -net fd01::/64
t route -6 add -host
t route '#net'
t route add '#net' 10.3.0.0/16 dev veth0
t route add -net 10.3.0.0/16 netmask -host
t route del -net -net dev veth0
t route -A -net
t route add -net 10.3.0.0/16 metric -net
t ping -c 1 -i x -V 
t ping -c 1 -i 1x -N help -z
t ping -c 1 -i x -h
t ping -c 1 -i x -z
t ping -i x
t route add -net 10.5.0.0/16 dev veth0 mss 4294967800
t route add -net 10.5.0.0/16 dev veth0 window 4294967800
t route add -net 10.5.0.0/16 dev veth0 metric 99999999999
t route add -net 10.6.0.0/99999999999 dev veth0
t hostname -F /etc/hostname b
t hostname -F /etc/hostname
t ping -c 1 -W 0.4 -i x -N help 10.0.2.2
ip link add veth8 address 02:00:00:00:00:18 numtxqueues 1 numrxqueues 1 type veth peer name veth9; ip link set veth8 promisc on
ip monitor link > monitor & sleep .1; tcpdump -d -i veth8 icmp; sleep .1; kill %%; wait 2> /dev/null; cat monitor
