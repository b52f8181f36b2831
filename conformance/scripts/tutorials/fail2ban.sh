#!/bin/bash
# fail2ban's actions: iptables-multiport, and nftables with a set.
set -e
ip link set lo up
actionstart() { iptables -w -N f2b-$1; iptables -w -A f2b-$1 -j RETURN; iptables -w -I INPUT -p tcp -m multiport --dports $2 -j f2b-$1; }
actionban() { iptables -w -I f2b-$1 1 -s $2 -j REJECT --reject-with icmp-port-unreachable; }
actionunban() { iptables -w -D f2b-$1 -s $2 -j REJECT --reject-with icmp-port-unreachable; }
actioncheck() { iptables -w -n -L INPUT | grep -q "f2b-$1[ \t]"; }
actionstop() { iptables -w -D INPUT -p tcp -m multiport --dports $2 -j f2b-$1; iptables -w -F f2b-$1; iptables -w -X f2b-$1; }
actionstart sshd 22,2222
actioncheck sshd && echo checked
for a in 127.0.0.2 192.0.2.0/28 198.51.100.7; do actionban sshd $a; done
iptables -nvL f2b-sshd --line-numbers
nc -lk 127.0.0.1 2222 > /dev/null & p=$!
sleep 0.4
nc -z -w 1 -s 127.0.0.2 127.0.0.1 2222; echo "banned: $?"
nc -z -w 1 -s 127.0.0.3 127.0.0.1 2222; echo "other: $?"
actionunban sshd 127.0.0.2
nc -z -w 1 -s 127.0.0.2 127.0.0.1 2222; echo "unbanned: $?"
actionunban sshd 127.0.0.2 || echo "again: $?"
actionstop sshd 22,2222
iptables -S
nft add table inet f2b-table
nft -- add chain inet f2b-table f2b-chain '{ type filter hook input priority -1 ; }'
nft add set inet f2b-table addr-set-sshd '{ type ipv4_addr; flags interval; auto-merge; }'
nft add rule inet f2b-table f2b-chain tcp dport '{ 2222 }' ip saddr @addr-set-sshd reject
nft add element inet f2b-table addr-set-sshd '{ 127.0.0.2 }'
nft add element inet f2b-table addr-set-sshd '{ 127.0.0.3 }'
nft add element inet f2b-table addr-set-sshd '{ 10.0.0.0/8, 10.1.0.0/16 }'
nft list set inet f2b-table addr-set-sshd
nc -z -w 1 -s 127.0.0.2 127.0.0.1 2222; echo "banned: $?"
nft delete element inet f2b-table addr-set-sshd '{ 127.0.0.2 }'
nft list set inet f2b-table addr-set-sshd
nc -z -w 1 -s 127.0.0.2 127.0.0.1 2222; echo "unbanned: $?"
{ nft -a list chain inet f2b-table f2b-chain | grep -oP '@addr-set-sshd\s+.*\s+\Khandle\s+(\d+)$'; } | while read -r hdl; do nft delete rule inet f2b-table f2b-chain $hdl; done
nft list table inet f2b-table
nft delete element inet f2b-table addr-set-sshd '{ 1.2.3.4 }' || echo "rc $?"
kill $p; wait $p 2>/dev/null || true
