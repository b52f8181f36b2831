# an interval below zero is no pause at all
ip link add va type veth peer name vb; ip link set va up; ip link set vb up; ip addr add 10.0.0.1/24 dev va; ip link set lo up
ping -c 1 -W 0.4 -n -i -1 10.0.0.4; echo $?
ping -c 2 -W 0.4 -n -i -1 10.0.0.4 | tail -2
ping -c 2 -W 0.4 -n -i -1 127.0.0.1 | sed 's/time=.*/time=T/;/rtt/d'
