# Addresses of IPv4 in IPv6's clothes: what sockets of UDP take, raw and ICMP ones do not.
ip link set lo up; ip addr add 10.0.0.1/24 dev lo
ping -c1 -W1 ::ffff:127.0.0.1; echo $?
ping -6 -c1 -W1 -I 10.0.0.1 ::ffff:127.0.0.1; echo $?
ping -c1 -W1 ::ffff:203.0.113.1; echo $?
traceroute -n -q1 -m2 ::ffff:127.0.0.1; echo $?
traceroute -6 -n -q1 -m2 ::ffff:127.0.0.1; echo $?
traceroute -n -q1 -m2 ::ffff:203.0.113.1; echo $?
tracepath -n -m2 ::ffff:127.0.0.1; echo $?
echo hi > /dev/udp/::ffff:127.0.0.1/9; echo $?
cat /proc/net/snmp6 | grep OutReq; grep -h Udp: /proc/net/snmp
