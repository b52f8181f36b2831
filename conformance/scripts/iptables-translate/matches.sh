# Matches of iptables in the language of nft.
t() { echo "> $*"; iptables-translate "$@"; echo "= $?"; }
t6() { echo "6> $*"; ip6tables-translate "$@"; echo "= $?"; }
t -A foo -p tcp --dport 5
t -A foo -p tcp ! --dport 5
t -A foo -p tcp --sport 5:7
t -A foo -p tcp --sport 5:7 --dport :9
t -A foo -p tcp --syn
t -A foo -p tcp ! --syn
t -A foo -p tcp --tcp-flags ALL SYN,ACK
t -A foo -p tcp --tcp-flags ALL NONE
t -A foo -p tcp --tcp-option 5
t -A foo -p tcp ! --tcp-option 5
t -A foo -p tcp -m tcp
t -A foo -p udp -m udp
t -A foo -p udp --sport 1
t -A foo -p tcp
t -A foo ! -p tcp
t -A foo ! -p tcp -m comment --comment x
t -A foo -p 99
t -A foo -p 200
t -A foo -p all
t -A foo -p icmp
t -A foo -p icmp -m icmp
t -A foo -p icmp --icmp-type any
t -A foo -p icmp --icmp-type 3/1
t -A foo -p icmp ! --icmp-type 3
t -A foo -p icmp --icmp-type 200
t -A foo -m limit --limit 5/s
t -A foo -m limit --limit 5/min --limit-burst 7
t -A foo -m limit --limit 1/day
t -A foo -m limit --limit 300/hour --limit-burst 5
t -A foo -m mark --mark 5
t -A foo -m mark ! --mark 5/7
t -A foo -m connmark --mark 1/3
t -A foo -m state --state NEW,ESTABLISHED
t -A foo -m state ! --state NEW
t -A foo -m conntrack ! --ctstate INVALID
t -A foo -m conntrack --ctstate DNAT
t -A foo -m conntrack --ctproto tcp --ctorigdst 1.2.3.4
t -A foo -m comment --comment x
t -A foo -m comment --comment "a b"
t -A foo -m mac --mac-source 02:00:00:00:00:01
t -A foo -m length --length 5:9
t -A foo -m length ! --length 5
t -A foo -m ttl --ttl-eq 5
t -A foo -m ttl --ttl-lt 5
t -A foo -m addrtype --dst-type LOCAL
t -A foo -m addrtype ! --src-type LOCAL,BROADCAST --limit-iface-in
t -A foo -m iprange --src-range 1.1.1.1-1.1.1.9
t -A foo -m pkttype --pkt-type multicast
t -A foo -m statistic --mode random --probability 0.5
t -A foo -m statistic --mode nth --every 3
t -A foo -m tos --tos 0x10
t -A foo -m dscp --dscp 5
t -A foo -m dscp --dscp-class EF
t -A foo -m owner --uid-owner 0
t -A foo -m recent --name a --set
t -A foo -m string --algo bm --string x
t -A foo -m time --timestart 10:00
t -A foo -m hashlimit --hashlimit 5/s --hashlimit-name x --hashlimit-mode srcip
t -A foo -m connlimit --connlimit-above 3
t -A foo -m rpfilter
t -A foo -m rpfilter --invert
t -A foo -m physdev --physdev-in x
t -A foo -m u32 --u32 0=1
t -A foo -p tcp -m multiport --ports 1,2
t -A foo -p tcp -m multiport ! --dports 1
t -A foo -p sctp --dport 5
t -A foo -p ah -m ah --ahspi 5
t -A foo -p esp -m esp --espspi 5
t -A foo -p tcp -m tcpmss --mss 5:9
t -A foo -m ecn --ecn-ip-ect 1
t -A foo -s 1.2.3.0/24
t -A foo ! -s 1.2.3.4
t -A foo -i eth0
t -A foo -i eth+
t -A foo ! -i eth0
t -A foo -i +
t -A foo -s 0/0
t -A foo -s 0.0.0.0/0.0.0.255
t -A foo ! -f
t -A foo -f
t -A foo -o lo
t -A foo -i eth0 -m time --timestart 10:00
t -A foo -s 1.1.1.1 -m time --timestart 10:00
t -A foo -p 47 -m time --timestart 10:00
t -A foo -m limit --limit 3/s -m time --timestart 10:00
t -A foo -m time --datestart 2020-01-01
t -A foo -m time --datestart 2020-01-01 --timestart 10:00 --weekdays Mon,Tue
t -A foo -m time --weekdays Mon,Tue
t -A foo -m time
t -A foo -m mark --mark 3 -m time --timestart 10:00 -m mark --mark 4
t -A foo -m rpfilter --loose --validmark
t -A foo -m rpfilter --accept-local
t -A foo -p tcp -m ecn --ecn-tcp-cwr
t -A foo -p tcp -m ecn --ecn-tcp-cwr --ecn-tcp-ece --ecn-ip-ect 2
t -A foo -m esp --espspi 1:2 -p esp
t -A foo -p esp -m esp
t -A foo -m conntrack --ctexpire 5:9 --ctdir REPLY
t -A foo -m conntrack --ctstatus NONE
t -A foo -m conntrack --ctstate NEW,DNAT
t -A foo -m conntrack ! --ctstate NEW,DNAT,SNAT
t -A foo -m conntrack --ctstate SNAT -m conntrack --ctstatus ASSURED
t -A foo -p sctp --chunk-types any INIT
t -A foo -p sctp --sport 5 ! --dport 6:7
t -A foo -m owner --uid-owner 0-5 --gid-owner 3
t -A foo -m owner --socket-exists
t -A foo -m hashlimit --hashlimit-above 5/min --hashlimit-burst 7 --hashlimit-mode srcip,dstport --hashlimit-name n --hashlimit-srcmask 24 -p tcp
t -A foo -m statistic --mode nth --every 3 --packet 1
t -A foo -m statistic --mode random ! --probability 0.25
t -A foo -m pkttype ! --pkt-type broadcast
t -A foo -m connlimit --connlimit-upto 5 --connlimit-mask 0
t -A foo -m connlimit --connlimit-mask 32 --connlimit-above 2 --connlimit-saddr
t -A foo -m tcpmss ! --mss 5 -p tcp
t -A foo -p tcp --tcp-flags SYN SYN --tcp-option 7 --dport 9 --sport 8
t -A foo -p udplite -m multiport --dports 5
t -A foo -p udp --sport 1:3 ! --dport 7
