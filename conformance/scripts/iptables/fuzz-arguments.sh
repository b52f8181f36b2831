# arguments of matches, as random commands drew them
x() { echo "## $*"; "$@"; echo "=$?"; }
a() { x iptables -A INPUT "$@"; }
a -ptcp; a -p=tcp; a --protocol=tcp; a -s10.0.0.1; a -iveth0; a --in-interface=veth0; x iptables -A FORWARD --out-interface=veth0; a -jDROP; a --jump=DROP; a --jump=ACCEPT -p tcp; x iptables -N X; a -gX; a --goto=X; a --match=tcp -p tcp; a -mstate --state NEW
a --proto=TCP; a --PROTO tcp; a -p TCP; a --d 1.1.1.1; a --dst=1.1.1.1; x iptables --table=filter -S; x iptables -tnat -S; x iptables --append=INPUT -j DROP; x iptables -AINPUT -j DROP
a -m state --state ,; a -m state --state NEW,FOO; a -m state --state FOO,NEW; a -m state --state NEW,; a -m state --state NEW,,INVALID; a -m state --state ,NEW
a -m conntrack --ctstate ,; a -m conntrack --ctstate NEW,FOO; a -m conntrack --ctstate FOO,NEW; a -m conntrack --ctstate NEW,; a -m conntrack --ctstate NEW,,INVALID; a -m conntrack --ctstatus ,; a -m conntrack --ctstatus ASSURED,; a -m conntrack --ctstatus FOO,ASSURED; a -m addrtype --src-type LOCAL,; a -m addrtype --src-type ,; a -m addrtype --src-type FOO,LOCAL; a -m addrtype --src-type LOCAL,FOO
a -p udp --dport 65536; a -p udp --dport 65537:65540; a -p udp --dport 99999999999999999999999; a -p udp --dport -5; a -p udp --dport 0x50; a -p udp --dport 080; a -p udp --dport ' 80'; a -p udp --dport '80 '; a -p udp --sport 1:2:3; a -p udp --sport :; a -p udp --sport 5:1; a -p udp --dport 80:22; a -p udp --dport domain; a -p udp --dport http; a -p udp --dport https:domain; a -p udp --dport ''; a -p udp --dport foo; a -p udp --dport ssh; a -p udp --dport 1:foo ; a -p udp --dport +5; a -p udp --dport 80:; a -p udp --dport :80; a -p udp --dport 80 --destination-port 5; a -p udp --sport 5 --sport 6
a -m statistic --mode nth --packet 0; a -m statistic --mode nth; a -m statistic --mode nth --every 3; a -m statistic --mode nth --every 3 --packet 3; a -m statistic --packet 1; a -m statistic --mode random --packet 1; a -m statistic --mode random --every 3 ; a -m statistic --mode random --every 3 --packet 1; a -m statistic --mode random --probability 0.5 --packet 1 --every 3; a -m statistic --mode nth --packet 3 --every 2 --probability 1;  a -m statistic --mode random --packet 5; a -m statistic --mode nth --every 0 --packet 1
a -p tcp -m tcpmss --mss 500:1; a -p tcp -m tcpmss --mss 5:; a -p tcp -m tcpmss --mss :5; a -p tcp -m tcpmss --mss 1:2:3
x iptables -t nat -N X; x iptables -t nat -Z OUTPUT;x iptables -t nat -Z NOPE; x iptables -t nat -L OUTPUT;  x iptables -t nat -S OUTPUT; x iptables -t nat -F OUTPUT; x iptables -t mangle -Z OUTPUT; x iptables -t mangle -Z; x iptables -t nat -Z
x iptables -S; x iptables -t nat -S
x iptables-save -t nope; x iptables-save -t nope >/dev/null; x iptables -P X DROP; x iptables -L -S; x iptables -t nat -P INPUT FOO;  x iptables -P INPUT FOO
r() { echo "## restore $*"; iptables-restore "$@"; echo "=$?"; }
printf '*filter\n:INPUT FOO [0:0]\n-A INPUT -s foo.example\nCOMMIT\n' | r
printf '*filter\n:INPUT FOO [0:0]\nCOMMIT\n' | r -t
printf '*filter\n-A NOPE -p tcp -m udp --dport 5\nCOMMIT\n' | r
printf '*filter\n:INPUT FOO [0:0]\n-A NOPE -p tcp -m udp --dport 5\nCOMMIT\n' | r
printf '*filter\n-A NOPE -p tcp -m udp --dport 5\nCOMMIT\n' | r -t
printf '*filter\n-A INPUT -j NOPE\n-A INPUT -s foo.example\nCOMMIT\n' | r
