# ip6tables, table filter: what is taken, refused, listed and found again
TB=filter
m() {
  ip6tables -t $TB -F T
  echo "# $*"
  ip6tables -t $TB -A T "$@"
  echo "=$?"
  ip6tables -t $TB -S T | tail -n +2
  ip6tables -t $TB -L T -n | tail -n +3
  ip6tables -t $TB -L T | tail -n +3
  ip6tables -t $TB -C T "$@" || echo "not found"
}
ip6tables -t $TB -N T
m -p icmpv6 --icmpv6-type echo-request
m -p ipv6-icmp --icmpv6-type 1/3
m -p icmpv6 ! --icmpv6-type neighbour-solicitation
m -p icmpv6 -m icmp6 --icmpv6-type router-advertisement
m -p icmpv6 --icmpv6-type foo
m -p icmpv6 --icmpv6-type 200
m -p icmpv6 --icmpv6-type 200/3
m -p icmp
m -p icmp --icmp-type 8
m -p icmpv6 --icmpv6-type n
m -p icmpv6 -m icmp6
m -p icmpv6 --icmpv6-type 300
m -m hl --hl-eq 5
m -m hl ! --hl-eq 5
m -m hl --hl-lt 5
m -m hl --hl-gt 5
m -m hl
m -m ttl --ttl 4
m -m conntrack --ctorigsrc fe80::/10 --ctrepldst ::1
m -m iprange --src-range fe80::1-fe80::9
m -p tcp -m multiport --dports 22,80
m -m state --state NEW
m -m length --length 5
m -m mac --mac-source 00:11:22:33:44:55
m -m addrtype --dst-type LOCAL
m -s fe80::1/64
m -d ::1
m -s ::/0
m -s 1.2.3.4
m -s fe80::/129
m -s fe80::1,fe80::2
m -f
m -s fe80::/ffff::
m ! -d ff00::/8
m -p 0
m -p ah
m -p 43
m -p esp
m -4
m -6
m -s localhost
m -p all
m -p hopopt
m -j REJECT
m -j REJECT --reject-with icmp6-adm-prohibited
m -p tcp -j REJECT --reject-with tcp-reset
m -j REJECT --reject-with no-route
m -j REJECT --reject-with foo
m -j REJECT --reject-with policy-fail
m -j LOG --log-prefix x
m -j TTL --ttl-set 4
m -c 5 6
