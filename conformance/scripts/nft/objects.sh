# Counters, quotas, limits, maps; packets counted; errors with their place
ip link set lo up
nft -f - <<X
table inet f {
 counter c1 { packets 3 bytes 5 }
 quota q1 { over 100 mbytes }
 limit l1 { rate 5/second burst 7 packets }
 set dyn { type ipv4_addr; size 100; flags dynamic,timeout; timeout 1m; }
 map m { type inet_service : verdict; elements = { 80 : accept, 22 : drop } }
 map cm { type ipv4_addr . inet_service : mark; flags interval; elements = { 10.0.0.0-10.0.0.9 . 20-30 : 5 } }
 chain other { counter; return; }
 chain input { type filter hook input priority filter + 5; policy accept;
  iifname "lo" counter name c1
  meta nfproto ipv4 jump other
  icmp type echo-request add @dyn { ip saddr counter } 
  tcp dport vmap @m
  meta mark set ip saddr . tcp dport map @cm
  ip6 nexthdr icmpv6 log prefix "foo: "
  oif lo counter
  ct state established accept
  reject
 }
 chain out { type filter hook output priority -10; meta l4proto { tcp, udp } th dport 53 counter
 icmp type echo-request meta nftrace set 1
 }
}
X
nft list ruleset
ping -q -c 1 127.0.0.1 >/dev/null
nft list ruleset | grep -v expires
nft -a list table inet f | grep -v expires
nft add rule inet f other jump input
nft add rule inet f nochain accept
nft add rule inet f other jump nochain
nft delete chain inet f other
nft add element inet f m '{ 80 : drop }'
nft delete element inet f m '{ 81 }'
nft reset counters
nft list counters
nft list chains; nft list sets | grep -v expires; nft list tables; nft list maps
nft add chain inet f c2; nft add rule inet f c2 jump other; nft add rule inet f other jump c2
nft list chain inet f other
