# how nft shows the matches of iptables, and that it warns of them
a() { iptables -A INPUT "$@" ; }
C="-p sctp --chunk-types"
a -p sctp -m sctp; a -p sctp --dport 80;  a -p sctp --sport 80:90; a -p sctp ! --dport 80 ! --sport 1:5; a $C all INIT; a $C any DATA,SACK; a $C only DATA:Be;a -p sctp ! --chunk-types any DATA; a $C all DATA:uB; a $C any ALL; a $C only NONE; a -p sctp --dport 80 --chunk-types all INIT; a $C any HEARTBEAT,I_DATA,RE_CONFIG,SHUTDOWN_COMPLETE
a -m recent --set; a -m recent --rcheck --seconds 5 --name X -j DROP
a -m string --algo bm --string x; a -m string --algo bm --string x --from 3 --to 40 --icase
iptables -t raw -A PREROUTING -m rpfilter; iptables -t raw -A PREROUTING -m rpfilter --loose --invert; iptables -t raw -A PREROUTING -m rpfilter --validmark --accept-local;
H="-m hashlimit --hashlimit-name h --hashlimit-upto"
a $H 5/s; a $H 5/m --hashlimit-mode srcip; a $H 1mb/s --hashlimit-mode srcip,dstport; a -m hashlimit --hashlimit-name h --hashlimit-above 5/s --hashlimit-mode dstip --hashlimit-burst 7; a $H 5/s --hashlimit-mode srcip --hashlimit-srcmask 24; a $H 1mb/s --hashlimit-burst 1mb --hashlimit-mode srcip;  a $H 5/s --hashlimit-mode srcip --hashlimit-htable-expire 1000 --hashlimit-htable-size 20 --hashlimit-htable-max 100 --hashlimit-htable-gcinterval 2000; a $H 5/h --hashlimit-mode srcip,dstip,srcport,dstport; a -p tcp $H 5/s --hashlimit-mode srcport; a -p udp $H 5/s --hashlimit-mode srcport --hashlimit-burst 1; a -p icmp $H 5/s --hashlimit-mode srcport,srcip
nft list ruleset 2>&1
nft list table ip filter 2>/dev/null | head -3
nft list chain ip filter INPUT 2>&1 | head -3
nft list tables; nft list chains
iptables -t mangle -A FORWARD -j ACCEPT;  iptables -t nat -A PREROUTING -j DNAT --to 1.1.1.1; nft list table ip mangle; nft list table ip nat; nft -a list chain ip nat PREROUTING; nft list ruleset ip6; nft -s list table ip nat; nft -j list table ip nat | head -c 300
iptables -F; iptables -t raw -F; iptables -X
a() { iptables -A INPUT -p sctp "$@" ; }
C="--chunk-types"
a $C only INIT; a $C all ALL;  a $C all INIT,SACK,DATA:u; a ! $C all INIT; a ! $C only INIT; a ! $C all INIT,SACK; a $C all NONE; a $C all RE_CONFIG,ECN_CWR,ECN_ECNE,I_DATA:b,ABORT:T;a $C only INIT,RE_CONFIG; a $C any INIT;  a --sport 5 $C any INIT; a ! --dport 0:65535; a --dport 0:65535;  a --dport :80; a --dport 80:; a --dport 80 --sport 1
H="-m hashlimit --hashlimit-name h --hashlimit-upto"
a() { iptables -A OUTPUT "$@" ; }
a $H 5/s --hashlimit-mode srcport,dstport; a $H 61/min --hashlimit-mode dstip --hashlimit-dstmask 16;a $H 5/h --hashlimit-mode srcip --hashlimit-htable-expire 3600000; a $H 5/h --hashlimit-mode srcip --hashlimit-htable-expire 60000; a $H 512kb/s --hashlimit-mode srcip; a $H 1000b/s --hashlimit-mode srcip;a $H 1000b/s --hashlimit-mode srcip --hashlimit-burst 1500b;  a $H 2kb/s --hashlimit-mode srcip --hashlimit-burst 1mb;  a -m hashlimit --hashlimit-name h --hashlimit-above 2kb/s --hashlimit-mode srcip; a $H 10b/s --hashlimit-mode srcip; a $H 9999/s --hashlimit-mode srcip;  a $H 5/d --hashlimit-burst 1 --hashlimit-mode srcip;  a $H 5/s --hashlimit-mode srcip --hashlimit-srcmask 0
ip6tables -A OUTPUT $H 5/s --hashlimit-mode srcip,dstip --hashlimit-srcmask 64;  ip6tables -t raw -A PREROUTING -m rpfilter --loose
iptables -t raw -A PREROUTING -m rpfilter --loose --validmark; iptables -t raw -A PREROUTING -m rpfilter --invert;iptables -t raw -A PREROUTING -m rpfilter --loose --invert --validmark
iptables -S OUTPUT
nft list ruleset 2>&1
