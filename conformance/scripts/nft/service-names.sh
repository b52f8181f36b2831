# a workstation's rules with ports by name, listed by number and by name
ip link set lo up
nft -f - <<'N'
table inet w {
	set near { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.168.0.0/16, 169.254.0.0/16 }; }
	chain lan {
		udp sport netbios-ns udp dport >= 1024 meta pkttype unicast accept comment "answers about names"
		tcp dport { microsoft-ds, ipp, svn, mysql, postgresql, xmpp-client, git } accept
	}
	chain input {
		type filter hook input priority filter; policy drop;
		iif lo accept
		ct state vmap { established : accept, related : accept, invalid : drop }
		fib daddr . iif type != { local, broadcast, multicast } drop
		meta l4proto { icmp, ipv6-icmp, sctp, vrrp, ospf } accept
		udp dport mdns ip daddr 224.0.0.251 accept
		udp dport { ntp, domain, bootps, isakmp, openvpn, sip } accept
		ip saddr @near jump lan
		tcp dport nosuchservice accept
	}
}
N
nft -f - <<'N'
table inet w {
	chain lan {
		udp sport netbios-ns udp dport >= 1024 meta pkttype unicast accept comment "answers about names"
		tcp dport { microsoft-ds, ipp, svn, mysql, postgresql, xmpp-client, git } accept
		meta l4proto { icmp, ipv6-icmp, sctp, vrrp, ospf } accept
		udp dport mdns ip daddr 224.0.0.251 accept
		udp dport { ntp, domain, bootps, isakmp, openvpn, sip } accept
	}
}
N
nft list ruleset
nft -S list ruleset
iptables -A INPUT -p tcp --dport mysql -j ACCEPT
iptables -A INPUT -p udp -m multiport --dports mdns,sip,ntp
iptables -A INPUT -p tcp --dport nosuchservice
iptables -L INPUT; iptables -S INPUT
nc -lk 127.0.0.1 rsync & sleep .3; nc -vz localhost rsync; nc -vz localhost 3306; ss -ltH | awk '{ print $4 }'; kill %1
