# sets that only one rule fills
nft add table inet t '{ chain c { type filter hook input priority 0; }; chain p { type filter hook prerouting priority -150; }; }'
nft --debug=netlink add rule inet t c tcp dport 22 meter m size 128 '{ ip saddr timeout 60s limit rate over 3/minute burst 2 packets }' drop
nft --debug=netlink add rule inet t c meter m2 '{ ip saddr . tcp dport counter }'
nft --debug=netlink add rule inet t c meter m2 '{ ip saddr counter }'
nft --debug=netlink add rule inet t c meter m4 '{ ip saddr and 255.255.255.0 ct count over 3 }'
nft list ruleset; nft list meters; nft list meter inet t m; nft list sets; nft -j list meters; nft -j list ruleset; nft -a list ruleset; nft list set inet t m ; nft flush meter inet t m; nft flush set inet t m; nft add element inet t m '{ 1.2.3.4 }'; nft list meter inet t zz; nft list map inet t m; nft delete set inet t m; nft delete meter inet t m; nft get element inet t m '{ 1.2.3.4 }'
ip link set lo up; nft add rule inet t c counter; ping -c1 -W1 127.0.0.1 >/dev/null;  nft add rule inet t c meter m5 '{ ip saddr counter }'; ping -c1 -W1 127.0.0.1 >/dev/null; nft list meter inet t m5;nft -s list meter inet t m5; nft -j list meter inet t m5; nft list ruleset; nft list table inet t
nft add rule inet t c meter foo; nft add rule inet t c meter foo '{ }'; nft add rule inet t c meter foo '{ ip saddr }'; nft add rule inet t c meter foo '{ 1.2.3.4 counter }'; nft add rule inet t c meter foo size 0 '{ ip saddr counter }'; nft add rule inet t c meter '{ ip saddr counter }'; nft add rule inet t c meter foo '{ ip saddr drop }'; nft add rule inet t c meter 'foo { ip saddr : 3 counter }'; nft add rule inet t c meter foo '{ ip saddr counter limit rate 3/second }'; nft add rule inet t c meter q '{ ip saddr quota 3 bytes }'; nft add rule inet t c flow table ft '{ ip saddr counter }';nft add rule inet t c flow '{ ip saddr counter }'; nft delete rule inet t c handle 7; nft -a list chain inet t c; nft add rule inet t c counter meter foo size 3 '{ tcp dport timeout 3m counter packets 3 bytes 3 }' accept; nft list chain inet t c; nft -j list chain inet t c; nft list chain ip t q
nft flush ruleset; nft list meters
nft -f - <<Q
table ip x { 
  meter m { type ipv4_addr; size 128; flags dynamic; }
}
Q
nft list ruleset
nft -j list ruleset
nft -f - <<Q
table ip x {
  chain c { type filter hook input priority 0; udp dport 53 meter dns { ip saddr . udp sport timeout 2m limit rate 3/second } accept; }
}
Q
nft -j list ruleset > j; nft flush ruleset; nft -j -f j; nft list ruleset; nft list meters
