# files that are restored, and how they fail: nothing of them, with the line that is wrong
r() { echo "## restore $*"; iptables-restore "$@"; echo "=$?"; }
printf '*filter\nfoo\nCOMMIT\n' | r
printf '*filter\n-A INPUT -j FOO\nCOMMIT\n' | r
printf '*filter\n-A INPUT -j DROP\n' | r; iptables -S
printf '*filter\n:INPUT\n' | r
printf '*filter\n:INPUT FOO [0:0]\nCOMMIT\n' | r
printf '*filter\n:X FOO [0:0]\nCOMMIT\n' | r
printf '*filter\n:INPUT ACCEPT 3\nCOMMIT\n' | r
printf -- '-A INPUT\n' | r
printf -- 'COMMIT\n' | r
printf -- ':INPUT ACCEPT\n' | r
printf -- '*foo\nCOMMIT\n' | r
printf -- '*filter\n-A INPUT -m comment --comment "a b\nCOMMIT\n' | r
printf -- '*filter\n-A INPUT -m comment --comment "a \\"b" -j ACCEPT\n-A INPUT -m comment --comment '"'q'"'\nCOMMIT\n' | r; iptables -S
printf -- '# hi\n\n *filter\n' | r
printf -- '*filter\n[5:6 -A INPUT\nCOMMIT\n' | r
printf -- '*filter\n[5:6] -A INPUT -j ACCEPT\nCOMMIT\nCOMMIT\n' | r -c
printf -- '*filter\n-A INPUT -t nat -j ACCEPT\nCOMMIT\n' | r
printf -- '*filter\n-A INPUT -p tcp --dport 99999999 -j ACCEPT\nCOMMIT\n' | r
printf -- '*filter\n-A INPUT -p tcp -s a.b.c.d.example\nCOMMIT\n' | r
printf -- '*nat\n-A INPUT -p tcp -m multiport --dports 5 -j REJECT --reject-with tcp-reset\n-A PREROUTING -j LOG\nCOMMIT\n*filter\n-A NOPE -j ACCEPT\nCOMMIT\n' | r
printf -- '*filter\n-A INPUT -6 -j ACCEPT\n-4 -A INPUT -j DROP\nCOMMIT\n' | r; iptables -S
printf -- '*filter\n-A FORWARD -j ACCEPT\nCOMMIT' | r -n; iptables -S
printf -- '*filter\n:X - [0:0]\n:X - [0:0]\nCOMMIT' | r -t
printf -- '*filter\n:X - [0:0]\n-A X\n-N X\nCOMMIT\n' | r ; iptables -S
printf -- '*filter\n:INPUT - [0:0]\nCOMMIT\n' | r -v; iptables -S
printf -- '*filter\n-A INPUT -j ACCEPT\nCOMMIT\n*nat\n-A POSTROUTING -j ACCEPT\nCOMMIT\n' | r -T nat; iptables -S; iptables -t nat -S
r -h; r --foo; r /nonexist; r -V; r a b; printf '*filter\n:-X - [0:0]\nCOMMIT\n'|r
printf -- '*filter\n-L\nCOMMIT\n' | r
printf -- '*filter\n-A INPUT -j ACCEPT -w\nCOMMIT\n' | r
printf -- '*filter\n-h\nCOMMIT\n' | r | head -3
