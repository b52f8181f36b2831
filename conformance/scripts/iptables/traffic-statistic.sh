# Which packets of every four `statistic` matches.
ip link set lo up
for p in 0 1 2 3; do
iptables -F
iptables -A OUTPUT -p icmp --icmp-type 8 -m statistic --mode nth --every 4 --packet $p
iptables -S OUTPUT
for i in 1 2 3 4 5 6 7 8 9; do ping -c1 -q 127.0.0.1 >/dev/null; iptables -nvL OUTPUT | awk 'NR>2 {printf "%s ", $1} END{}'; done; echo
done
