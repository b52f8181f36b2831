# nft -j monitor and the filters of nft monitor
cmds() {
	nft add table ip t
	nft add chain ip t c '{ type filter hook input priority 0; policy drop; }'
	nft add chain ip t x
	nft add rule ip t c tcp dport '{ 1, 2 }' counter
	nft insert rule ip t c ip saddr 1.2.3.4 drop comment '"hey"'
	nft add set ip t s '{ type ipv4_addr; flags interval; }'
	nft add element ip t s '{ 1.2.3.4, 10.0.0.0/8 }'
	nft delete element ip t s '{ 10.0.0.0/8 }'
	nft add map ip t m '{ type ipv4_addr : verdict; }'
	nft add element ip t m '{ 1.2.3.4 : drop }'
	nft delete element ip t m '{ 1.2.3.4 }'
	nft add counter ip t cc
	nft add quota ip t q over 5 bytes
	nft replace rule ip t c handle 4 drop
	nft delete rule ip t c handle 5
	nft rename chain ip t x y
	nft flush set ip t s
	nft delete set ip t s
	nft delete map ip t m
	nft delete counter ip t cc
	nft delete chain ip t y
	nft flush chain ip t c
	nft delete table ip t
	nft -f - <<X
table ip6 u {
	chain c {
		drop
		accept
	}
}
X
	nft flush ruleset
	sleep 0.3
}
watch() {
	echo "== nft $*"
	nft "$@" > out &
	p=$!
	sleep 0.7
	cmds
	kill $p
	wait 2> /dev/null
	grep -v '^# new gen' out
}
watch -j monitor
watch -j monitor new rules
watch -j monitor destroy elements
watch monitor ruleset json
watch -a monitor
watch monitor new
watch monitor destroy
watch monitor sets
nft -j monitor objs
nft monitor new bogus
nft monitor vm
