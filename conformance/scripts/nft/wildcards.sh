# names of devices that begin alike, in sets; quotes of names; keys that the protocol says
nft add table inet t '{ chain c { type filter hook input priority 0; }; set s { type ifname; flags interval; elements = { "eth*", lo, "a*" }; }; }'
nft add rule inet t c iifname '{ "eth*", lo }'
nft add rule inet t c iifname '{ eth*, lo }'
nft add rule inet t c iifname '{ "eth*" }'
nft add rule inet t c iifname '"eth*"'
nft add rule inet t c iifname '"eth\*"'
nft add rule inet t c iifname vmap '{ "eth*" : accept, lo : drop }'
nft add rule inet t c iifname . tcp dport '{ "eth*" . 22, lo . 23 }'
nft add rule inet t c iifname '{ lo, "10.0" }'
nft add rule inet t c iifgroup 3; nft add rule inet t c iifgroup '{ default, 3 }'; nft add rule inet t c iifgroup '!=' default; nft add rule inet t c iifgroup vmap '{ default : accept }'
nft add rule inet t c meta rtclassid cosmos
nft add rule inet t c meta rtclassid '{ cosmos, 3 }'
nft -n list ruleset; nft list ruleset;nft -j list ruleset | cut -c1-3000
nft add rule inet t c fib daddr oifname missing
nft add rule inet t c fib daddr oif missing
nft add rule inet t c fib daddr type missing
nft add rule inet t c rt nexthop 1.2.3.4
nft add rule inet t c ip saddr 1.2.3.4 rt nexthop 1.2.3.4
nft add rule inet t c meta nfproto ipv6 rt nexthop ::1
nft add table ip i '{ chain c { type filter hook output priority 0; }; }'; nft add rule ip i c rt nexthop 1.2.3.4; nft add rule ip i c rt ip6 nexthop ::1; nft add rule ip i c rt ip nexthop 1.2.3.4
nft list chain inet t c | tail -8; nft list chain ip i c; nft -j list chain ip i c
echo "names that begin like numbers"
nft flush ruleset; nft add table inet t '{ chain c { type filter hook input priority 0; }; }'
for i in '10.0.*' '"10.0.*"' '"10*"' '10*' '0a*' 'eth.0*' '.a*' '10.0' '1a' 'a.*' '.*'; do nft add rule inet t c iifname "$i"; done
nft list ruleset
ip link add veth0 type veth peer name veth1; ip link set veth0 up; ip link set veth1 up; ip link set lo up; ip addr add 10.0.0.1/24 dev veth0
nft flush ruleset
nft -f - <<Q
table ip t { chain c { type filter hook input priority 0
 iifname { "l*", "veth*" } counter
 iifname { "veth*", "x" } counter
 iifname . icmp type { "l*" . echo-request, "veth*" . echo-reply } counter
 iifname . icmp type { "veth*" . echo-request } counter
 iifname vmap { "ve*" : drop, "lo" : accept }
 counter
}; }
Q
ping -c2 -i 0.2 -q 10.0.0.1 | sed -n '/packets/s/, time.*//p'
nft list ruleset
