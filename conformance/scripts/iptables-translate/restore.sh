# Saved files in the language of nft: iptables-restore-translate.
r() { echo "--- $*"; "$@" -f file > out 2> err; s=$?; sed -E 's/ on [A-Z][a-z]{2} .* [0-9]{4}$/ on DATE/' out; sed 's/^/2: /' err; echo "= $s"; }
v4() { cat > file; r iptables-restore-translate; }
v6() { cat > file; r ip6tables-restore-translate; }
printf '*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -m recent --set -j ACCEPT\n-A INPUT -s 1.1.1.1,2.2.2.2 -j ACCEPT\n-A INPUT -m connlimit --connlimit-above 3\nCOMMIT\n' | v4
printf '*raw\n:PREROUTING ACCEPT [0:0]\n:OUTPUT DROP\n:x -\n-I x -j ACCEPT\n-D x 1\n-N y\n-F x\n-P OUTPUT ACCEPT\nCOMMIT\n*mangle\n:INPUT ACCEPT\n:OUTPUT ACCEPT\n:FORWARD ACCEPT\n:PREROUTING DROP\n:POSTROUTING ACCEPT\nCOMMIT\n*nat\n:INPUT ACCEPT\n:OUTPUT ACCEPT\n:PREROUTING ACCEPT\n:POSTROUTING ACCEPT\nCOMMIT\n*security\n:INPUT ACCEPT\nCOMMIT\n' | v4
printf '*bogus\n:INPUT ACCEPT\n-A INPUT -j ACCEPT\nCOMMIT\n' | v4
printf '*filter\n:INPUT BOGUS\nCOMMIT\n' | v4
printf '*filter\n:bar ACCEPT\nCOMMIT\n' | v4
printf '*filter\n:bar\nCOMMIT\n' | v4
printf '*filter\n-A INPUT -j\nCOMMIT\n' | v4
printf '*filter\n-A INPUT -j ACCEPT\n' | v4
printf 'x\n' | v4
printf '' | v4
printf '*filter\nCOMMIT\n' | v4
printf '*filter\nbogus\nCOMMIT\n' | v4
printf '# comment\n\n*filter\n# inner\n-A INPUT -m comment --comment "a b" -j LOG --log-prefix "x y"\n-A INPUT -m comment --comment "a \\"b"\nCOMMIT\n' | v4
printf '*filter\n-A INPUT -p tcp --nosuch -j ACCEPT\nCOMMIT\n' | v4
printf '*nat\n-A P -j DROP\nCOMMIT\n' | v4
printf '*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -j DNAT --to-destination [fe80::1]:80\nCOMMIT\n' | v6
printf 'x\n' | v6
printf '*filter\n:INPUT - [0:0]\n:zz DROP\n:FORWARD DROP\n[5:7] -A INPUT -j ACCEPT\n-4 -A INPUT -j DROP\n-6 -A INPUT -j RETURN\n-A INPUT -t nat\n-L\n' | v4
printf '*filter\n-N y\n-X y\n-F\n-F y\n-L\n-I y 3\n-A y -s nosuch\nCOMMIT\nCOMMIT\n*filter\n' | v4
printf '*filter\n*nat\n:PREROUTING\n' | v4
printf '*\n' | v4
printf '*filter x\n:\n' | v4
printf '*filter\n:-a ACCEPT\n' | v4
printf '*filter\nCOMMIT\nCOMMIT\n' | v4
printf '*filter\n[5:7 -A INPUT\n' | v4
printf '*filter\n-A INPUT -w -j ACCEPT\n' | v4
# what Docker leaves
iptables -t nat -N DOCKER
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
iptables -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
iptables -t nat -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
iptables -A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
iptables-save | grep -v '^#' > saved; iptables-restore-translate -f saved | grep -v '^#'
# and it can be read
nft flush ruleset; iptables-restore-translate -f saved > rules.nft; nft -f rules.nft; echo "= $?"; nft list table ip nat
x() { echo "> $*"; "$@" > out 2> err; s=$?; cat out; sed 's/^/2: /' err; echo "= $s"; }
x iptables-restore-translate
x iptables-restore-translate -h
x iptables-restore-translate -hV
x iptables-restore-translate -Vh
x iptables-restore-translate --version
x iptables-restore-translate -x
x iptables-restore-translate -f
x iptables-restore-translate -f /nonexistent
x iptables-restore-translate a b
x ip6tables-restore-translate -V
iptables-restore-translate --fi=/dev/null | wc -l
iptables-restore-translate -f / | wc -l
iptables-restore-translate -f saved x | wc -l
