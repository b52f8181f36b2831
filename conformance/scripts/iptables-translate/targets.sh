# Targets of iptables in the language of nft, and rules of IPv6.
t() { echo "> $*"; iptables-translate "$@"; echo "= $?"; }
t6() { echo "6> $*"; ip6tables-translate "$@"; echo "= $?"; }
t -A foo -j ACCEPT
t -A foo -j DROP
t -A foo -j RETURN
t -A foo -j REJECT
t -A foo -j REJECT --reject-with tcp-reset -p tcp
t -A foo -j REJECT --reject-with icmp-host-prohibited
t -A foo -j LOG
t -A foo -j LOG --log-level 7 --log-prefix "a b" --log-tcp-options --log-uid
t -A foo -j LOG --log-level 4 --log-ip-options --log-tcp-sequence --log-macdecode
t -A foo -j MARK --set-mark 5
t -A foo -j MARK --set-xmark 5/7
t -A foo -j MARK --or-mark 5
t -A foo -j MARK --and-mark 5
t -A foo -j CONNMARK --save-mark
t -A foo -j CONNMARK --restore-mark
t -A foo -j CONNMARK --set-mark 5
t -A foo -j CONNMARK --set-xmark 5/7
t -A foo -t nat -j SNAT --to-source 1.2.3.4
t -A foo -t nat -p tcp -j SNAT --to-source 1.2.3.4-1.2.3.9:5-9 --random
t -A foo -t nat -j SNAT --to-source 1.2.3.4 --persistent --random-fully
t -A foo -t nat -j DNAT --to-destination 1.2.3.4
t -A foo -t nat -p tcp -j DNAT --to-destination 1.2.3.4-1.2.3.5:80-90
t -A foo -t nat -p tcp -j DNAT --to-destination :80
t -A foo -t nat -j MASQUERADE
t -A foo -t nat -p tcp -j MASQUERADE --to-ports 5-9 --random-fully
t -A foo -t nat -p tcp -j REDIRECT --to-ports 5
t -A foo -t nat -j REDIRECT
t -A foo -t nat -j NETMAP --to 10.0.0.0/24
t -A foo -t mangle -j TOS --set-tos 8
t -A foo -t mangle -j DSCP --set-dscp 5
t -A foo -t mangle -j TTL --ttl-set 5
t -A foo -t mangle -j TTL --ttl-dec 5
t -A foo -j NFLOG --nflog-group 5
t -A foo -j NFLOG --nflog-prefix "a b" --nflog-size 5 --nflog-threshold 6
t -A foo -j TRACE
t -A foo -t raw -j CT --zone 5
t -A foo -t raw -j CT --notrack
t -A foo -t raw -j NOTRACK
t -A foo -t mangle -p tcp -j TCPMSS --clamp-mss-to-pmtu
t -A foo -t mangle -p tcp -j TCPMSS --set-mss 500
t -A foo -j CLASSIFY --set-class 1:2
t -A foo -j CHECKSUM --checksum-fill
t -A foo -j foo
t -A foo -g foo
t -A foo -m comment --comment x -m time --timestart 10:00 -j LOG
t -A foo -p tcp -m tcp -m udp -j ACCEPT
t -A foo -t nat -p tcp -j DNAT --to-destination 1.1.1.1:5-9/100 
t -A foo -t nat -p tcp -j DNAT --to-destination 1.1.1.1:5-9 --random --persistent
t -A foo -j REJECT --reject-with icmp-net-unreachable
t -A foo -j REJECT --reject-with icmp-port-unreachable
t -A foo -t mangle -j TOS --set-tos 0x10/0x3f
t -A foo -t mangle -j TOS --and-tos 0xf0
t -A foo -t mangle -j DSCP --set-dscp-class AF11
t -A foo -j CONNMARK --save-mark --nfmask 7 --ctmask 7
t -A foo -j CONNMARK --and-mark 3
t -A foo -j CONNMARK --restore-mark --mask 0xff
t -A foo -j MARK --xor-mark 3
t -A foo -j MARK --set-mark 3/0xff
t -A foo -j NFLOG --nflog-range 5
t -A foo -j NFLOG --nflog-prefix 'x'
t -A foo -j LOG --log-level alert
t6 -A foo -p tcp --dport 5
t6 -A foo -p icmpv6
t6 -A foo -p icmpv6 --icmpv6-type 135/0
t6 -A foo -p icmpv6 --icmpv6-type 3/1
t6 -A foo -s fe80::1
t6 -A foo ! -d fe80::/ffff::
t6 -A foo -m hl --hl-eq 5
t6 -A foo -m mark --mark 5
t6 -A foo -j REJECT --reject-with icmp6-adm-prohibited
t6 -A foo -p udp -m multiport --dports 1,2
t6 -A foo -p 47
t6 -A foo -m conntrack --ctorigsrc fe80::1
t6 -A foo -i eth0 -p tcp
t6 -A foo -t mangle -j HL --hl-set 5
t6 -A foo -p tcp -j REJECT --reject-with tcp-reset
t6 -A foo -t nat -p tcp -j DNAT --to-destination [fe80::1]:80
t6 -A foo -t nat -j SNAT --to-source fe80::1-fe80::9
t6 -A foo -j LOG --log-prefix x --log-level debug
t6 -A foo -m addrtype --src-type LOCAL
t6 -A foo -m rpfilter
t6 -A foo -j REJECT
t6 -A foo -m connlimit --connlimit-above 3 --connlimit-mask 64
t6 -A foo ! -p tcp
t6 -A foo -p icmpv6 --icmpv6-type router-solicitation
t6 -A foo -p icmpv6 --icmpv6-type destination-unreachable
t6 -A foo -t mangle -j TOS --set-tos 8
t6 -A foo -m tos --tos 8
t6 -A foo -s ::/0 -d fe80::1/ffff::1
