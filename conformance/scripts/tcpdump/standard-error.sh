# What goes to standard error: lists, link types of all devices.
t() { echo "\$ $*"; "$@" 2>/tmp/e >/tmp/out; echo "[$?]"; echo "-- out"; cat /tmp/out; echo "-- err"; cat /tmp/e; }
ip link set lo up; ip link add v0 address 02:00:00:00:00:10 type veth peer name v1 address 02:00:00:00:00:11; ip link set v0 up; ip tuntap add tun0 mode tun
for d in lo v0 v1 tun0 any nosuch; do for o in -L -J; do t tcpdump $o -i $d; done; done
t tcpdump -L
t tcpdump -J
t tcpdump -d ip
t tcpdump -i nosuch -d ip
t tcpdump -y foo -d ip
t tcpdump -y RAW -d ip
t tcpdump -y EN10MB -i tun0 -d ip
t tcpdump -y RAW -i tun0 -d ip
t tcpdump -y LINUX_SLL -i any -d ip
t tcpdump -y LINUX_SLL2 -i any -d ip
t tcpdump -dd -i v0 ip
t tcpdump -ddd -i v0 ip
t tcpdump -dddd -i v0 ip
t tcpdump -p -d -i v0 -s64 ip
t tcpdump -d -i v0 -s 0 ip
t tcpdump -d -i v0
for f in icmp arp "tcp port 80" "host 10.0.0.1" "(ip" "host foo"; do for i in v0 any tun0; do t tcpdump -O -d -i $i "$f"; done; done
t hostname -y
