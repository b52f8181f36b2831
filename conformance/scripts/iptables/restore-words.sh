# words, quotes, counters and chains of restored files, and what is wrong with them
r() { echo "## restore $*"; iptables-restore "$@"; echo "=$?"; }
printf -- '*filter\n-A INPUT -m comment --comment "a b\nCOMMIT\n' | r -n; iptables -S INPUT
printf -- '*filter\n:INPUT ACCEPT [0:0]\n:X - [0:0]\n-A X -j LOG\nCOMMIT\n' | r;  printf -- '*filter\n# hello\n-A INPUT -j DROP\nCOMMIT\n# q\n' | r -v
printf -- '*filter\n-A INPUT -j NOPE\nCOMMIT\n' | r -t
printf -- '*filter\n-A NOPE -j ACCEPT\nCOMMIT\n' | r -t
printf -- '*filter\n-D INPUT -j LOG\nCOMMIT\n' | r -n
printf -- '*filter\n-D INPUT 9\nCOMMIT\n' | r -n
printf -- '*filter\n-A INPUT -j LOG\n*nat\n-A POSTROUTING -j LOG\nCOMMIT\n' | r -n; iptables -S INPUT
printf -- '*\nCOMMIT\n' | r -n
printf -- '*filter\n:\nCOMMIT\n' | r -n
printf -- '*filter\n\n:INPUT DROP [x:y]\nCOMMIT\n' | r -c
printf -- '*filter\n\n:INPUT DROP\nCOMMIT\n' | r -c
printf -- '*filter\n\n:REJECT - [0:0]\nCOMMIT\n' | r -c
printf -- '*filter\n:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA - [0:0]\nCOMMIT\n' | r -c
printf -- '*filter\n-A INPUT -m comment --comment "" -j LOG\nCOMMIT\n' | r -n
printf -- '*filter\n-A INPUT -m comment --comment "a"b"c" -j LOG\n-A INPUT -m comment --comment a\\"b\n-A INPUT -m comment --comment "x\\y"\nCOMMIT\n' | r ; iptables -S INPUT
printf -- '*filter\n[1:2] -A INPUT -j LOG\n[7] -A INPUT\nCOMMIT\n' | r -n
printf -- '*filter\n[1:2] -A INPUT -j LOG\n[a:b] -A INPUT\nCOMMIT\n' | r -c
printf -- '*filter\n[1:2] -A INPUT -j LOG\n[3:4]\nCOMMIT\n' | r -c
printf -- '*filter\n \nCOMMIT\n' | r -c
printf -- '*filter\r\n:INPUT ACCEPT [0:0]\r\n-A INPUT -j LOG\r\nCOMMIT\r\n' | r -c
printf -- '*filter\n-A INPUT ! -p 0\nCOMMIT\n' | r -n
printf -- '*filter\n-A INPUT -i ""\nCOMMIT\n' | r -n
