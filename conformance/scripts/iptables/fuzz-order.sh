# the order in which what is wrong is told, and chains that are not there yet
x() { echo "## $*"; "$@"; echo "=$?"; }
x iptables -A INPUT -p tcp -m udp --dport 5 -j NOPE
x iptables -A NOPE -p tcp -m udp --dport 5 -j NOPE
x iptables -A NOPE -j NOPE
x iptables -D INPUT -p tcp -m udp --dport 5
x iptables -C NOPE -p tcp -m udp --dport 5
x iptables -R INPUT 5 -p tcp -m udp --dport 5
x iptables -D INPUT 5 -p tcp -m udp --dport 5
x iptables -N X
x iptables -t nat -N X; x iptables -t nat -Z OUTPUT;x iptables -t nat -Z NOPE; x iptables -t nat -S; x iptables -t nat -L OUTPUT;  x iptables -t nat -S OUTPUT; x iptables -t nat -F OUTPUT; x iptables -t mangle -Z OUTPUT; x iptables -t mangle -Z NOPE; x iptables -t mangle -Z; x iptables -t nat -Z; x iptables -t nat -Z OUTPUT 1;  x iptables -t nat -Z OUTPUT; x iptables -t nat -vZ; x iptables -t mangle -vZ;
x nft list ruleset
r() { echo "## restore $*"; iptables-restore "$@"; echo "=$?"; }
printf '*filter\n:INPUT FOO [0:0]\nCOMMIT\n' | r -t
printf '*filter\n:X FOO [0:0]\nCOMMIT\n' | r -t
printf '*filter\n:INPUT REJECT [0:0]\n-A INPUT -j NOPE\nCOMMIT\n' | r
printf '*filter\n-A INPUT -j NOPE\n:INPUT REJECT [0:0]\nCOMMIT\n' | r
printf '*filter\n-A INPUT -j NOPE\n-A INPUT -s foo.example\nCOMMIT\n' | r
printf '*filter\n:X FOO [0:0]\n-A INPUT -s foo.example\nCOMMIT\n' | r
x() { echo "## $*"; "$@"; echo "=$?"; }
x iptables -A INPUT -m statistic --packet 0 --mode nth
x iptables -A INPUT -m statistic --mode nth --probability 0.5
x iptables -A INPUT -m statistic --mode random
x iptables -A INPUT -m statistic --mode nth --mode random
x iptables -A INPUT -m statistic --mode random --every 3
x iptables -A INPUT -m statistic --mode nth --every 5 --packet 0
x iptables -A INPUT -m statistic
x iptables -A INPUT -m statistic --probability 0.5
x iptables -A INPUT -m statistic --every 3 --packet 1
x iptables -A INPUT -m statistic --mode foo --every 0 --packet 1
x() { echo "## $*"; "$@"; echo "=$?"; }
x iptables -A INPUT; x iptables -Z INPUT 9; x iptables -Z INPUT 1; x iptables -Z OUTPUT 1; x iptables -Z NOPE 1;  x iptables -t nat -Z OUTPUT 1; x iptables -L -Z INPUT 4; x iptables -Z -L INPUT; x iptables -L INPUT 1 -Z; 
