# sctp: ports and kinds of chunks
a() { echo "## $*"; iptables -A INPUT "$@"; echo "=$?"; }
s() { for o in "" -vn; do iptables -L INPUT $o | tail -n +3; done; iptables -S INPUT | tail -n +2; iptables -F INPUT; }
C="-p sctp --chunk-types"
a -p sctp; a -p sctp -m sctp; a -m sctp; a -m sctp --dport 5; a -p sctp --dport 80; a -p sctp --sport 80:90; a -p sctp --dport :80;  a -p sctp --dport 80:; a -p sctp --dport 90:80; a -p sctp ! --dport 80 ! --sport 1:5; a -p sctp --dport http; a -p sctp --dport 65536; a -p sctp --dport ''; a -p sctp --dport :;a -p sctp --dport 0:65535; a -p sctp ! --dport 0:65535; a -p sctp --dport 1:2:3; a -p sctp --dport 1 --dport 2; a -p sctp --dport 1 --destination-port 2;a -p sctp --sport 1 --sport 2; a -p tcp -m sctp --dport 5; a ! -p sctp -m sctp --dport 5
s
a $C all INIT; a $C any DATA,SACK; a $C only DATA:Be; a $C all DATA:ubE,INIT; a $C none DATA; a $C any ALL; a $C only NONE; a $C foo INIT; a $C all FOO; a $C any DATA:x; a $C all ABORT:T; a $C any INIT:T; a $C only; a $C any ASCONF,RE_CONFIG; a $C any I_DATA; a $C all DATA:BB; a $C all DATA:uB,ABORT:t,SHUTDOWN_COMPLETE:T; a $C ALL init; a $C all data; a $C any DATA,; a $C any ,; a $C any ''; a ! $C any DATA; a -p sctp ! --chunk-types any DATA; a $C any ALL:x; a $C all DATA:;  a $C all DATA:UuBb; a $C any DATA,DATA:U,DATA:B,DATA:E,DATA:I ; a $C any DATA:I,DATA:i,DATA:U,DATA:B,DATA:E; a $C all INIT INIT; a $C all INIT --chunk-types any SACK; a $C all ERROR,ECN_ECNE,HEARTBEAT_ACK,FORWARD_TSN,ASCONF_ACK; a $C any FORWARD_TSN,PAD,RE_CONFIG,I_FORWARD_TSN
s
ip6tables -A INPUT -p sctp --dport 5; ip6tables -S; iptables -t nat -A PREROUTING -p sctp --dport 5 -j DNAT --to 1.1.1.1:80; iptables-save -t nat | grep -v '^#'; nft list ruleset
