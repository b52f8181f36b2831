# --count on a device counts and prints nothing; lists of devices, stamps and link types; users and files in their order.
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip addr add 10.0.0.1/24 dev v0
ip link set v0 up
ip link set v1 up
sleep 1.5
t() { echo "\$ $*"; "$@" 2>&1; echo "[$?]"; }
tcpdump --count --immediate-mode -i v1 -c 2 -n > out.txt 2>&1 & a=$!
tcpdump --count --immediate-mode -i v1 -w x.pcap -c 1 > out2.txt 2>&1 & b=$!
tcpdump --count --immediate-mode -i v1 -n arp > out3.txt 2>&1 & c=$!
sleep 1
ping -q -c 3 -i 0.3 -W 0.3 10.0.0.9 >/dev/null
wait $a $b
kill -INT $c; wait $c; echo "[$?]"
grep -v "received by" out.txt; cat out2.txt; grep -v "received by" out3.txt
t tcpdump --count -i v1 -d arp
t tcpdump --count -J
t tcpdump --count -L -i v1
t tcpdump -L -J
t tcpdump -J -i 99
t tcpdump -J -i nosuch
t tcpdump -L -i 99
t tcpdump -J -i 1
t tcpdump -J -i any
t tcpdump -L -i any
t tcpdump --count -w x -Z nosuch
ls x
t tcpdump -w /nonexistent/x -Z nosuch -i v1
t tcpdump --count -w /nonexistent/x -i v1
t tcpdump --count -r /nonexistent
t tcpdump --count -y RAW -i v1
t tcpdump --count -i v1 port foo
t tcpdump --count -d -w x arp
t tcpdump -r x.pcap -w /nonexistent/x -Z nosuch
t tcpdump -r x.pcap -w y -Z nosuch
ls y
t tcpdump -r x.pcap -Z nosuch
t tcpdump -r x.pcap -w /nonexistent/x 'port foo'
t tcpdump -t -r x.pcap -L
t tcpdump -t -r x.pcap -J
t tcpdump -r x.pcap --count
