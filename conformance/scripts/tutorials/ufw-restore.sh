#!/bin/bash
# What ufw loads at boot, and a rule of the user's.
set -e
iptables-restore -n <<'A'
*filter
:ufw-before-logging-input - [0:0]
:ufw-before-input - [0:0]
:ufw-after-input - [0:0]
:ufw-after-logging-input - [0:0]
:ufw-reject-input - [0:0]
:ufw-track-input - [0:0]
:ufw-not-local - [0:0]
:ufw-skip-to-policy-input - [0:0]
:ufw-logging-deny - [0:0]
:ufw-logging-allow - [0:0]
:ufw-user-input - [0:0]
:ufw-user-limit - [0:0]
:ufw-user-limit-accept - [0:0]
-A INPUT -j ufw-before-logging-input
-A INPUT -j ufw-before-input
-A INPUT -j ufw-after-input
-A INPUT -j ufw-after-logging-input
-A INPUT -j ufw-reject-input
-A INPUT -j ufw-track-input
-P INPUT DROP
-A ufw-before-input -i lo -j ACCEPT
-A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A ufw-before-input -m conntrack --ctstate INVALID -j ufw-logging-deny
-A ufw-before-input -m conntrack --ctstate INVALID -j DROP
-A ufw-before-input -p icmp --icmp-type destination-unreachable -j ACCEPT
-A ufw-before-input -p icmp --icmp-type time-exceeded -j ACCEPT
-A ufw-before-input -p icmp --icmp-type parameter-problem -j ACCEPT
-A ufw-before-input -p icmp --icmp-type echo-request -j ACCEPT
-A ufw-before-input -p udp --sport 67 --dport 68 -j ACCEPT
-A ufw-before-input -j ufw-not-local
-A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN
-A ufw-not-local -m addrtype --dst-type MULTICAST -j RETURN
-A ufw-not-local -m addrtype --dst-type BROADCAST -j RETURN
-A ufw-not-local -m limit --limit 3/min --limit-burst 10 -j ufw-logging-deny
-A ufw-not-local -j DROP
-A ufw-before-input -p udp -d 224.0.0.251 --dport 5353 -j ACCEPT
-A ufw-before-input -j ufw-user-input
-A ufw-after-input -p udp --dport 137 -j ufw-skip-to-policy-input
-A ufw-after-input -m addrtype --dst-type BROADCAST -j ufw-skip-to-policy-input
-A ufw-skip-to-policy-input -j DROP
-A ufw-after-logging-input -j LOG --log-prefix "[UFW BLOCK] " -m limit --limit 3/min --limit-burst 10
-A ufw-logging-deny -m conntrack --ctstate INVALID -m limit --limit 3/min --limit-burst 10 -j RETURN
-A ufw-logging-deny -m limit --limit 3/min --limit-burst 10 -j LOG --log-prefix "[UFW BLOCK] "
-A ufw-user-limit -m limit --limit 3/minute -j LOG --log-prefix "[UFW LIMIT BLOCK] "
-A ufw-user-limit -j REJECT
-A ufw-user-limit-accept -j ACCEPT
### RULES ###
### tuple ### allow tcp 22 0.0.0.0/0 any 0.0.0.0/0 in
-A ufw-user-input -p tcp --dport 22 -j ACCEPT
### tuple ### limit tcp 2222 0.0.0.0/0 any 0.0.0.0/0 in
-A ufw-user-input -p tcp --dport 2222 -m conntrack --ctstate NEW -m recent --set
-A ufw-user-input -p tcp --dport 2222 -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 -j ufw-user-limit
-A ufw-user-input -p tcp --dport 2222 -j ufw-user-limit-accept
COMMIT
A
iptables -S | head -8
iptables -L ufw-user-input -n
ip netns add peer
ip link add eth0 type veth peer name eth0 netns peer
ip addr add 10.0.0.1/24 brd + dev eth0; ip link set eth0 up; ip -n peer addr add 10.0.0.2/24 brd + dev eth0; ip -n peer link set eth0 up
nc -lk -p 22 >/dev/null & a=$!; nc -lk -p 2222 >/dev/null & b=$!; nc -lk -p 80 >/dev/null & c=$!
sleep 1.5
P="ip netns exec peer"
for port in 22 80; do $P nc -zv -w 1 10.0.0.1 $port || echo "port $port: $?"; done
for i in 1 2 3 4 5 6 7; do $P nc -z -w 1 10.0.0.1 2222 && echo "try $i ok" || echo "try $i refused"; done
$P ping -c1 -q 10.0.0.1 | grep received
iptables -nvL ufw-user-limit | awk 'NR>2 {print $1, $3}'
iptables -nvL ufw-user-input | awk 'NR>2 {print $1, $3, $NF}'
awk '{print $1, $2, $3}' /proc/net/xt_recent/DEFAULT
kill $a $b $c; wait 2>/dev/null
iptables-save | grep -c ^-A
iptables -F; iptables -X 2>&1; iptables -P INPUT ACCEPT; iptables-save | grep -v '^#'
