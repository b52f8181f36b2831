#!/bin/bash
# iptables features of hand-made firewalls: logging chains, limits, time, string, owner, connlimit, u32, multiport, iprange, comments.
set -e
ip link set lo up
iptables -N LOGDROP; iptables -A LOGDROP -m limit --limit 5/min --limit-burst 7 -j LOG --log-prefix "DROP: " --log-level 4 --log-uid --log-tcp-options; iptables -A LOGDROP -j DROP
iptables -N SYNFLOOD; iptables -A SYNFLOOD -m hashlimit --hashlimit-name syn --hashlimit-above 100/sec --hashlimit-burst 150 --hashlimit-mode srcip --hashlimit-htable-expire 10000 -j LOGDROP
iptables -A INPUT -p tcp ! --syn -m conntrack --ctstate NEW -j LOGDROP
iptables -A INPUT -p tcp --tcp-flags ALL NONE -j LOGDROP; iptables -A INPUT -p tcp --tcp-flags ALL ALL -j DROP; iptables -A INPUT -p tcp --tcp-flags SYN,FIN SYN,FIN -j DROP
iptables -A INPUT -f -j DROP; iptables -A INPUT -p tcp --syn -j SYNFLOOD
iptables -A INPUT -p tcp -m multiport --dports 80,443,8000:8080 -m connlimit --connlimit-above 20 --connlimit-mask 24 -j REJECT --reject-with tcp-reset
iptables -A INPUT -m iprange --src-range 192.168.1.100-192.168.1.200 -m mac --mac-source 02:00:00:00:00:01 -j ACCEPT
iptables -A INPUT -p udp --dport 53 -m string --algo bm --hex-string '|03|www|07|example|' --from 40 --to 80 -j DROP
iptables -A OUTPUT -m owner --uid-owner 0 -m comment --comment "root's own traffic" -j ACCEPT
iptables -A INPUT -m time --timestart 09:00 --timestop 17:00 --weekdays Mon,Tue,Wed,Thu,Fri --kerneltz -j ACCEPT
iptables -A INPUT -m ttl --ttl-lt 5 -j DROP; iptables -A INPUT -m length --length 1400:1500 -j ACCEPT; iptables -A INPUT -m dscp --dscp-class EF -j ACCEPT; iptables -A INPUT -m tos --tos 0x10 -j ACCEPT
iptables -A INPUT -m u32 --u32 '0>>22&0x3C@12>>26&0x3C@0=0x47455420' -j DROP
iptables -A INPUT -m pkttype --pkt-type broadcast -j DROP; iptables -A INPUT -m addrtype ! --dst-type LOCAL -j DROP
iptables -t mangle -A POSTROUTING -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
iptables -t mangle -A PREROUTING -i eth+ -j TTL --ttl-set 64; iptables -t mangle -A OUTPUT -p tcp --dport 22 -j DSCP --set-dscp-class CS4
iptables -t nat -A PREROUTING -p tcp --dport 80 -j REDIRECT --to-ports 3128; iptables -t nat -A PREROUTING -d 10.1.0.0/24 -j NETMAP --to 10.2.0.0/24
iptables -t nat -A POSTROUTING -o ppp+ -j SNAT --to-source 198.51.100.1-198.51.100.4 --persistent
iptables-save | grep -v '^#'; iptables -L INPUT -n -v | tail -n +3 | cut -c 1-10,30-
iptables-save > /tmp/s; iptables-restore --test < /tmp/s && iptables-restore < /tmp/s; iptables-save | grep -v '^#' | diff - <(grep -v '^#' /tmp/s) && echo "round trip"
iptables -C INPUT -f -j DROP; iptables -D INPUT -f -j DROP; iptables -C INPUT -f -j DROP || echo "rc $?"
iptables -A INPUT -p tcp --dport 99999 -j DROP || echo "rc $?"; iptables -A INPUT -m nosuch -j DROP || echo "rc $?"; iptables -A INPUT -j NOSUCH || echo "rc $?"; iptables -X LOGDROP || echo "rc $?"; iptables -t nosuch -L || echo "rc $?"; iptables -A INPUT --dport 80 -j DROP || echo "rc $?"; iptables -P LOGDROP DROP || echo "rc $?"; iptables -D INPUT 99 || echo "rc $?"; iptables -I INPUT 99 -j DROP || echo "rc $?"
