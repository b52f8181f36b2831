# all forms of listing: names and numbers, counters, wide columns
iptables -A INPUT -s 1.2.3.4 -d 5.0.0.0/8 ! -i lo -p tcp -f -m comment --comment x --dport 5 -c 6 7 -j ACCEPT
iptables -A FORWARD -o eth1 -i eth0 ! -p 4 ! -f
iptables -A FORWARD -p 200 -c 100000 12345678901 -j LOG
iptables -A FORWARD -p 200 -c 99999999 12345678901123 -j LOG
iptables -A FORWARD -p 200 -c 999999 5 -j LOG --log-level error
iptables -A FORWARD -s 127.0.0.1 -d 126.0.0.0/8 -j LOG --log-level debug --log-prefix "a b"
iptables -A FORWARD -p tcp --dport 5 --sport 80
iptables -A FORWARD -p tcp --syn
iptables -A FORWARD -p tcp -i + -o abcdefghijklmno
iptables -N AVERYLONGCHAINNAMEISTHISTHE; iptables -A FORWARD -j AVERYLONGCHAINNAMEISTHISTHE;iptables -A FORWARD -g AVERYLONGCHAINNAMEISTHISTHE
iptables -S; iptables -S -v; iptables-save -c | grep -v "^#"; iptables -L; iptables -L -v; iptables -L -v -x; iptables -L -n --line-numbers;  iptables -vL -n --line-numbers; iptables -A FORWARD -v -s 1.1.1.1,2.2.2.2 -i + -f -p tcp --dport 80 -j REJECT; iptables -A FORWARD -v -s 1.1.1.0/24 ! -o eth0 -f -p tcp --dport 80 -g AVERYLONGCHAINNAMEISTHISTHE
ip6tables -A FORWARD -s fe80::1/64 -d ::1 ! -i lo -p tcp  --dport 5 -c 6 7 -j ACCEPT
ip6tables -A FORWARD -v ! -p tcp -s  ::1 -j REJECT;ip6tables -A FORWARD -g INPUT;ip6tables -N U;ip6tables -A FORWARD -g U -s 1111:2222:3333:4444:5555:6666:7777:8888;ip6tables -L -v; ip6tables -L -n; ip6tables -L; ip6tables -S
