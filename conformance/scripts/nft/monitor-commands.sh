# nft monitor: who made what, and with which command
out=$(mktemp)
(timeout 4.5 nft monitor  | sed -E "s,process [1-9][0-9]*,process N," > $out) & sleep .5
nft create table x; nft create chain x c; nft create set x s '{ type ipv4_addr; }'; nft create element x s '{ 1.2.3.4 }'; nft create map x m '{ type ipv4_addr : mark; }'; nft add element x m '{ 1.1.1.1 : 5 }'
nft create counter x k; nft add counter x k2; nft add rule x c accept; nft insert rule x c drop; nft -a list chain x c; nft replace rule x c handle 7 counter; nft replace rule x c handle 8 counter
nft create chain x b '{ type filter hook input priority 0; }'; nft add chain x b '{ policy drop; }';  nft 'rename chain x c d'; nft flush set x s; nft delete element x m '{ 1.1.1.1 }'
nft create flowtable x f '{ hook ingress priority 0; devices = { lo }; }'
iptables -N foo; iptables -A foo -j ACCEPT; iptables -I foo -j DROP; iptables -R foo 1 -j RETURN; iptables -P INPUT DROP; iptables -Z foo; iptables -F; iptables -X
iptables -t nat -A POSTROUTING -j MASQUERADE; iptables -E POSTROUTING x
nft add table y '{ flags dormant; }'; nft add table y '{ flags ; }'; nft 'add table y'; nft delete table x; nft flush ruleset; wait; cat $out
(timeout 1.5 nft -j monitor | sed -E "s,process [1-9][0-9]*,process N," > $out) & sleep .3;  nft create table x; nft create chain x c; nft add rule x c drop; nft insert rule x c accept; nft delete table x; wait; cat $out
(timeout 1.5 nft monitor new | sed -E "s,process [1-9][0-9]*,process N," > $out) & sleep .3;  nft create table x; nft create chain x c; nft add rule x c drop; nft insert rule x c accept; nft delete table x; wait; cat $out
(timeout 1.5 nft -a -n monitor rules | sed -E "s,process [1-9][0-9]*,process N," > $out) & sleep .3;  nft create table x; nft create chain x c; nft add rule x c tcp dport ssh drop; nft insert rule x c accept; nft delete table x; wait; cat $out
(timeout 1.5 nft monitor destroy chains | sed -E "s,process [1-9][0-9]*,process N," > $out) & sleep .3;  nft create table x; nft create chain x c; nft add rule x c tcp dport ssh drop; nft insert rule x c accept; nft delete table x; wait; cat $out
rm $out
