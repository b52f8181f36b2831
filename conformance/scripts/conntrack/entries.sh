# Connections made, shown, changed and ended by hand: every command and output, and what is refused.
t() { echo "\$ conntrack $*"; timeout 5 conntrack "$@" >out 2>err; r=$?; cat err; sed -E 's/(udp|tcp|icmp|icmpv6|unknown) ( *)([0-9]+) ([4589][0-9]|60|100) /\1 \2\3 TIME /; s/-t ([4589][0-9]|60|100)/-t TIME/; s/<timeout>[0-9]+/<timeout>TIME/; s/id[=>][0-9]{5,10}/id=ID/' out | sort; echo "=$r"; }
t -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 80 -t 60 -u SEEN_REPLY,ASSURED
t -I -p udp -s 10.0.0.1 -t 60
t -I -p udp -s fe80::1 -d fe80::2 --sport 1 --dport 2 -t 60
t -I -p icmpv6 -s fe80::1 -d fe80::2 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 5 -t 60
t -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 81 -t 60 -n 5.6.7.8
t -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 82 -t 60 -g 5.6.7.8:99
t -I -p 47 -s 10.0.0.1 -d 10.0.0.2 -t 60
t -I -p 99 -s 10.0.0.1 -d 10.0.0.2 -t 60
t -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 83 -t 60 -w 5
t -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 83 -t 60 --orig-zone 6
t -I -p udp -s 10.0.0.1 -d fe80::2 --sport 1000 --dport 83 -t 60
t -I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 80 --state ESTABLISHED -t 100 -m 5
t -I -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 80 --state ESTABLISHED -t 100
t -I -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7 -t 100
t -I -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 3 --icmp-code 0 --icmp-id 7 -t 100
t -C
t -L; t -L -f ipv4; t -L -f ipv6; t -L -s 10.0.0.1 -p udp; t -L -n; t -L -g; t -L -j; t -L -n 5.6.7.8; t -L -n 5.6.7.9; t -L -d 10.0.0.0/24; t -L -s 10.0.0.0/33
t -L -r 10.0.0.2; t -L -q 5.6.7.8; t -L -w 5; t -L --orig-zone 6; t -L -m 0; t -L -m 5; t -L -m 1/1; t -L -o save; t -L -o xml,id; t -L -o extended,id; t -L -p udp --orig-port-dst 80
t -L -p udp --dport 83; t -L -p udp --reply-port-src 80; t -L -u ASSURED; t -L -u UNSET; t -L -u SRC_NAT; t -L -u SEEN_REPLY,ASSURED; t -L --mask-src 255.0.0.0; t -L -o id -p icmpv6; t -L -p tcp --state ESTABLISHED; t -L -p tcp --state CLOSE; t -L -p icmp --icmp-type 8
t -G -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 80
t -G -p udp -r 10.0.0.2 -q 10.0.0.1 --reply-port-src 80 --reply-port-dst 1000
t -G -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 83 -w 5
t -G -p udp -s 10.0.0.9 -d 10.0.0.2 --sport 1000 --dport 80
t -G -p icmp -s 10.0.0.1 -d 10.0.0.2 --icmp-type 8 --icmp-code 0 --icmp-id 7
t -G -p tcp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 80 -o xml
t -U -p tcp -s 10.0.0.1 -d 10.0.0.2 -m 0x10/0xf0; t -U -p tcp -s 10.0.0.1 -d 10.0.0.2 --state CLOSE_WAIT; t -U -p tcp -s 10.0.0.1 -u SEEN_REPLY,ASSURED; t -U -s 99.9.9.9 -m 1; t -U -p tcp -s 10.0.0.1 -m 0x15
t -A -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 80 -t 60; t -A -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 90 -t 60
t -D -p udp --orig-port-dst 80 -o save; t -D -f ipv4 -p udp --dport 81; t -D -m 0x15; t -D -s 1.2.3.4; t -D -p icmp -o extended; t -C; t -D -f ipv6; t -D -w 5; t -D; t -D; t -L; t -C
t -I -p udp -s 10.0.0.1 -d 10.0.0.2 --sport 1000 --dport 80 -t 60; t -F; t -L; cat /proc/sys/net/netfilter/nf_conntrack_count
# what the kernel refuses to change is told, and counted
C="-p tcp -s 10.9.1.1 -d 10.9.2.2 --dport 2 --sport 1"
conntrack -I $C -t 100 --state NONE -u FIXED_TIMEOUT
for change in "-t 60" "-u EXPECTED"; do conntrack -U $C $change 2>&1 | sed 's/tcp      6 [0-9]*/tcp 6 N/'; done
