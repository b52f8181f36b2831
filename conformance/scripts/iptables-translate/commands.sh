# Command lines of iptables-translate: commands, addresses, mistakes.
t() { echo "> $*"; iptables-translate "$@"; echo "= $?"; }
t6() { echo "6> $*"; ip6tables-translate "$@"; echo "= $?"; }
t -A foo -s 1.1.1.1,2.2.2.2 -m recent --set
t -I foo -s 1.1.1.1,2.2.2.2
t -I foo 5 -j ACCEPT
t -A foo -m comment --comment 'a "b" c' -m comment --comment x
t -A foo -m comment --comment "it's"
t -A foo -j LOG --log-prefix "it's \"q\""
t -A foo -m connlimit --connlimit-above 3 -m connlimit --connlimit-upto 3 --connlimit-mask 24 --connlimit-daddr
t -A foo -m connlimit --connlimit-above 3 -s 1.1.1.1,2.2.2.2
t -L INPUT
t -L INPUT 3
t -n -v -L
t -F foo bar
t -N
t -N foo bar
t -X foo
t -S foo
t -Z foo
t -P INPUT
t -P INPUT ACCEPT
t -P foo DROP
t -t nat -L
t -t bogus -F
t -t nat -N x
t -A
t -v -A foo -j ACCEPT
t -w -A foo
t -w 5 -A foo
t -A foo -t nat -j DROP
t -A ' x y' -j ACCEPT
t -A foo bar
t -A INPUT -j INPUT
t -Av foo
t --append foo --jump ACCEPT
t --nosuch
t -A INPUT -o eth0
t -A foo -p tcp --dport 99999
t -A foo -m nosuch
t -A foo -m tcp --dport 5
t -A foo -j LOG --nosuch
t -A foo -c 5
t -A foo -c 5 6
t -L -A foo
t -A aaaaaaaaaabbbbbbbbbbccccccccccddddddddddd
t -A foo -m tcp -p tcp --dport 5 -m udp
t -A foo -i "a\"b" -j ACCEPT
t -A foo -i 'a*'
t -A foo -i '*'
t -A foo -p tcp -m multiport --dports 1 -m tcp --dport 6
t -A foo -j ""
t -A foo -g ""
t -h foo | head -3
t -V -A foo
t -A foo -h | head -3
t -A foo -j LOG -h | tail -12
t -D foo -j ACCEPT 2>/dev/null
t -A foo -p udp -m multiport --sports 5
t -A foo -m multiport --sports 5
t -A foo -m time --weekdays Mon
t -A foo -m time --monthdays 3
t -A foo -p tcp -m tcp --sport 0:65535 --dport 0:65535
t -A foo -p tcp ! --sport 0:65535
t -A foo -p 6 -m tcp
t -A foo -p 6
t -A foo -p 17 --dport 4
t -A foo '!' -p 17 -m udp;  t -A foo -p ipv6
t -A foo -p ah
t -A foo -p tcp -m udp
t -A foo -m iprange ! --dst-range 1.1.1.1-2.2.2.2 -m mark --mark 3 -m limit --limit 3/s -j LOG --log-prefix a
t -A foo -m string --string "a b" --algo bm -m comment --comment "c d"
t -A foo -m limit
t -A foo -m limit --limit 10000/s
t -A foo -m limit --limit 7/hour
t -A foo -m limit --limit 3600/hour ;  t -A foo -m limit --limit 90/m
t -A foo -m limit ! --limit 5/s
t -A foo ! -s 0/0
t -A foo ! -d 1.2.3.4/255.0.255.0
t -A foo -s 0.0.0.0
t -A foo ! -i +
t -A foo -i eth+x
t -A foo -m limit --limit 3/s --limit-burst 0
t -A foo -m limit --limit 0/s
t -A foo -m comment --comment 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789
t -A foo -m comment --comment ""
t -A foo -p udp ! --sport 7 --dport 3
t -A foo -p udp --sport 7 ! --dport 3
t -A foo -p udp ! --sport 7:8 --dport 3:4
t -A foo -p udp --sport 7:8 ! --dport 3:4
t -A foo -p tcp --sport 7:8 ! --dport 3:4
t -A foo -p tcp ! --tcp-flags NONE NONE
t -A foo -p tcp --tcp-flags NONE SYN
t -A foo -p tcp --tcp-flags SYN NONE
t -A foo -m connlimit --connlimit-above 3 --connlimit-mask 33
t -A foo -m connlimit
t -P
t -E a
t -C
t -D foo 1 2
t -R foo
t -I foo 0 -j ACCEPT
t -t nat -A foo -j ACCEPT -t filter
t -A foo -j ACCEPT -j DROP
t -A foo -m mark --mark x
t -A foo -s nosuchhost
t -A foo -s 1.2.3.4 -d 5.6.7.8,9.9.9.9 -j ACCEPT
t -A foo ! -s 1.1.1.1,2.2.2.2
t -A foo ''
t --line-numbers -L
t -x -n -L foo
t -Z -L foo
t -L -Z
t -F -L
t -N ''
t -N INPUT
t -X INPUT
t -F ''
t -A foo --modprobe=x -j DROP
t -W 5 -A foo
t -A foo -m state --state ''
t -A foo -p ''
t -A foo -p tcp -p udp
t -A foo -p 256
t -A foo -p tcpx
t -A foo -j TRACE -m limit --limit 5/s
t -A foo -j NFLOG --nflog-size 0
t -A foo -j RETURN -g foo
t -A foo -g ACCEPT
t6 -f -A foo
t6 -A foo -p 0 -j DROP
t6 -A foo -p 44 -j DROP
t6 -L
t6 -F foo
t6 -N x
t6 -X
t6 -h
