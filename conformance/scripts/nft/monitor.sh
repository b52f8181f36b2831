# What nft monitor tells of changes, and of packets that are traced
nft -f - <<X
table ip traced {
	chain in {
		type filter hook input priority filter; policy accept;
		icmp type echo-request meta nftrace set 1
		ip saddr { 127.0.0.1, 127.0.0.2 } jump other
		counter
	}
	chain other {
		icmp type echo-request counter
		udp dport 5 drop
		icmp type echo-request return
	}
}
X
nft monitor > changes &
first=$!
nft monitor trace > traces &
second=$!
sleep 1
ip link set lo up
nft -f - <<X
table ip t {
	set s { type ipv4_addr; elements = { 1.1.1.1, 2.2.2.2 } }
	counter k { }
	chain in { type filter hook input priority filter; policy accept; }
	chain other { udp dport 5 drop; }
}
X
nft add element ip t s '{ 3.3.3.3 }'
nft delete element ip t s '{ 1.1.1.1 }'
nft insert rule ip t other ip ttl 5
ping -q -c 1 127.0.0.1 > /dev/null
nft delete chain ip t in
nft delete table ip t
sleep 1
kill $first $second
wait 2> /dev/null
grep -v '^#\|^trace' changes
sed 's/trace id [0-9a-f]*/trace id ID/; s/ ip id [0-9]*//; s/icmp id [0-9]*//; s/0x[0-9a-f]\{20,\}/DATA/' traces
nft -e -a add table ip e | grep -v '^#'
nft -e add chain ip e c | grep -v '^#'
nft -e -a add rule ip e c tcp dport 22 accept | grep -v '^#'
