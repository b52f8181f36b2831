# what -v tells, and what nft says of marks, of states, and of the table security
x() { echo "## $*"; "$@"; echo "=$?"; }
x iptables -v -A NOPE -s 1.1.1.1; x iptables -v -I NOPE -s 1.1.1.1; x iptables -v -D INPUT -s 1.1.1.1;  x iptables -v -C INPUT -s 1.1.1.1; x iptables -v -R INPUT 1 -s 1.1.1.1; x iptables -v -D INPUT 1; x iptables -v -I INPUT 5 -s 1.1.1.1; x iptables -v -A INPUT -s 1.1.1.1,2.2.2.2; x iptables -v -C INPUT -s 1.1.1.1,3.3.3.3; x iptables -v -D INPUT -s 3.3.3.3,1.1.1.1; x iptables -v -D NOPE -s 1.1.1.1; x iptables -v -R NOPE 1 -s 1.1.1.1; x iptables -v -N X; x iptables -v -E X Y; x iptables -v -P INPUT DROP; x iptables -v -C NOPE -s 1.1.1.1
printf '*filter\n-A INPUT -s 1.1.1.1\nCOMMIT\n' | iptables-restore -v
printf '*filter\n-A NOPE -s 1.1.1.1\nCOMMIT\n' | iptables-restore -v
printf '*filter\n-D INPUT -s 4.4.4.4\nCOMMIT\n' | iptables-restore -vn
iptables -t mangle -A FORWARD -m mark --mark 0x10000000/0xf0000000; iptables -t mangle -A FORWARD -m mark ! --mark 0x10000000/0xff000000;iptables -t mangle -A FORWARD -m mark --mark 1/0;  iptables -t mangle -A FORWARD -m mark --mark 0x10/0xf0;  iptables -t mangle -A FORWARD -m mark --mark 0/0; iptables -t mangle -A FORWARD -m mark --mark 0x80000000/0x80000000
nft list table ip mangle; iptables -t security -A OUTPUT -j ACCEPT; iptables -t security -A INPUT -j ACCEPT;  nft list table ip security; iptables-restore -4 </dev/null; iptables-restore -6 </dev/null; iptables-restore --ipv4 </dev/null;iptables-restore --ipv6 </dev/null; ip6tables-restore -4 </dev/null; ip6tables-restore --ipv4 </dev/null; iptables-save -4; iptables-save --ipv4
x() { echo "## $*"; "$@" 2>&1 | sort; }
x iptables -v -A NOPE -s 1.1.1.1,2.2.2.2; x iptables -v -I NOPE -s 1.1.1.1,2.2.2.2; x iptables -v -I INPUT 5 -s 1.1.1.1,2.2.2.2; x iptables -v -I INPUT 2 -s 1.1.1.1,2.2.2.2; iptables -S; x iptables -v -A INPUT -s 1.1.1.1,2.2.2.2; x iptables -v -D INPUT -s 1.1.1.1,3.3.3.3,2.2.2.2; iptables -S;  x iptables -v -D INPUT -s 2.2.2.2,1.1.1.1; iptables -S
iptables -F; iptables -X
for s in DNAT SNAT NEW,DNAT DNAT,SNAT NEW,SNAT,DNAT NEW,INVALID UNTRACKED; do iptables -A INPUT -m conntrack --ctstate $s; iptables -A INPUT -m conntrack ! --ctstate $s; done
iptables -A INPUT -m conntrack --ctstate DNAT --ctstatus ASSURED
iptables -A INPUT -m conntrack ! --ctstate DNAT ! --ctstatus ASSURED,EXPECTED --ctdir REPLY
nft list ruleset; iptables -F
iptables -A FORWARD -s 1.1.1.1,2.2.2.2 -j CHECKSUM --checksum-fill; iptables -I FORWARD -s 1.1.1.1,2.2.2.2 -j CHECKSUM --checksum-fill; iptables -I FORWARD -s 1.1.1.1,2.2.2.2,3.3.3.3 -j CHECKSUM --checksum-fill;  iptables -A FORWARD -s 1.1.1.1,2.2.2.2,3.3.3.3 -j CHECKSUM --checksum-fill
iptables -A FORWARD -s 1.1.1.1 -j ACCEPT; iptables -I FORWARD 2 -s 1.1.1.1,2.2.2.2 -j CHECKSUM --checksum-fill;  iptables -I FORWARD 1 -s 1.1.1.1,2.2.2.2 -j CHECKSUM --checksum-fill
printf '*filter\n-A FORWARD -s 1.1.1.1,2.2.2.2 -j CHECKSUM --checksum-fill\n-A INPUT -j ACCEPT\n-A FORWARD -s 1.1.1.1 -j CHECKSUM --checksum-fill\nCOMMIT\n' | iptables-restore
