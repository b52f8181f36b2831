# CT --helper, CT --ctevents and the match helper of iptables, as rules and for packets
ip link set lo up
t() { echo "-- $*"; "$@"; echo "rc $?"; }
for i in iptables ip6tables; do
t $i -t raw -A OUTPUT -p tcp --dport 21 -j CT --helper ftp
t $i -t raw -A OUTPUT -p udp --dport 21 -j CT --helper ftp
t $i -t raw -A OUTPUT -j CT --helper ftp
t $i -t raw -A OUTPUT -p tcp --dport 21 -j CT --helper nono
t $i -t raw -A OUTPUT -p tcp --dport 21 -j CT --helper ""
t $i -t raw -A OUTPUT -p tcp --dport 21 -j CT --helper abcdefghijklmnopqrstu
t $i -t raw -A OUTPUT -p tcp --dport 22 -j CT --helper ftp --zone 5
t $i -t raw -A OUTPUT -p tcp --dport 22 -j CT --timeout foo
t $i -t raw -A OUTPUT -p tcp --dport 22 -j CT --ctevents new,destroy
t $i -t raw -A OUTPUT -p tcp --dport 22 -j CT --expevents new
t $i -t raw -A OUTPUT -p tcp ! --dport 22 -j CT --helper ftp --notrack
t $i -A OUTPUT -m helper --helper ftp
t $i -A OUTPUT -m helper ! --helper ftp -j ACCEPT
t $i -A OUTPUT -m helper --helper "ftp-2121"
t $i -A OUTPUT -m helper --helper ""
t $i -A OUTPUT -m helper
t $i -A OUTPUT -m helper --helper abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz
t $i -A OUTPUT -p tcp -m conntrack --ctstate RELATED -m helper --helper ftp -j ACCEPT
t $i -t raw -S; t $i -t raw -L -n; t $i -S; t $i -L -n -v; $i-save -t raw | grep -v "^#"
t $i-translate -A OUTPUT -m helper --helper ftp
t $i-translate -A OUTPUT -m helper ! --helper ftp
t $i-translate -t raw -A OUTPUT -p tcp --dport 21 -j CT --helper ftp
t $i -t raw -D OUTPUT -p tcp --dport 21 -j CT --helper ftp
t $i -C OUTPUT -m helper --helper ftp
done
nft list ruleset
for i in iptables ip6tables; do $i -t raw -F; $i -F; done
ip6tables -t raw -A OUTPUT -p tcp --dport 21 -j CT --helper ftp
ip6tables -A INPUT -m conntrack --ctstate RELATED -m helper --helper ftp
ip6tables -A INPUT -m conntrack --ctstate NEW -m helper ! --helper ftp
iptables -t raw -A OUTPUT -p tcp --dport 1001 -j CT --ctevents destroy
(sleep 0.5; printf '220 hello\r\n'; sleep 1; printf '200 ok\r\n'; sleep 3) | nc -6 -l -p 21 > /dev/null &
sleep 0.2
(sleep 0.6; printf 'USER x\r\n'; sleep 0.3; printf 'EPRT |2|::1|1027|\r\n'; sleep 3) | nc -p 40000 ::1 21 > /dev/null &
sleep 1.5
conntrack -L expect -f ipv6 | sed 's/^[0-9]* /T /'
nc -l -6 1027 > data &
sleep 0.2
echo data | nc -N -p 20 ::1 1027
sleep 0.2
cat data
conntrack -L -f ipv6 | sort | sed -E 's/6 [0-9]+ /6 T /'
ip6tables -L INPUT -n -v
timeout 4 conntrack -E -e ALL > ev 2>/dev/null & sleep 0.3
iptables -t raw -A OUTPUT -p tcp --dport 1000 -j CT --ctevents destroy
nc -l -p 1000 > /dev/null & sleep 0.6; echo | nc -N -p 40001 127.0.0.1 1000
conntrack -D -p tcp --dport 1000 | sed -E 's/6 [0-9]+ /6 T /'
sleep 3; grep -c dport=1000 ev
