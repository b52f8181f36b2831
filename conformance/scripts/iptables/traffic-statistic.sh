# Every nth packet: where the count begins
ip link set lo up
iptables -A OUTPUT -m statistic --mode nth --every 3 --packet 0
iptables -A OUTPUT -m statistic --mode nth --every 3 --packet 2
iptables -A OUTPUT -m statistic --mode nth --every 3
ping -c 4 -i 0.01 127.0.0.1 >/dev/null
iptables -nvxL OUTPUT
