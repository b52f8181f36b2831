# Files within files, definitions, and where a mistake in them is told.
ip link add e0 type veth peer name e1
t() { printf "$1" > x; echo "--- $1" ; nft -f x; }
t 'define a = 1\ndefine a = 2\ndefine a = 3\ndefine a = 4\nundefine q\nundefine r\nundefine s\n\nundefine t\ninclude "./z"\nadd x\n'
t 'include "./z" x\ninclude x\nundefine "x"\ndefine x\ndefine y =\nredefine q = 5\nredefine q = 6\n'
t 'table ip x {\n include "./q"\n chain y {\n include "./r"\n drop\n include "./s"\n accept\n}\n}\n'
t 'table ip x {\n include "./q"\n\n chain y {\n include "./r"\n\n drop\n include "./s"\n\n accept\n}\n}\n'
t 'define v = -5\ndefine w = { }\ndefine e = { 1, 2 }\ntable ip x {\n define q = 1\n chain y {\n define r = 22\n tcp dport $r\n}\n chain z { tcp dport $e; }\n}\n'
printf 'chain i {\n tcp dport 1 accept\n }\n' > i1; printf 'tcp dport 2 accept\ntcp dport 3 log' > i2; printf 'define i3 = 77\n' > i3; printf 'include "./i1"\nfoo\n' > i4
printf 'table ip x {\n include "./i3"\n include "./i1"\n chain y {\n include "./i2"\n ip ttl $i3\n }\n}\nlist ruleset\n' > x; nft -f x
t 'include "./i4"\n'
t 'include "./i*"\n'
t 'table x {\ninclude "./i[13]"\n}\nlist ruleset\n'
t 'include "./nope*"\ninclude ""\n\nlist tables\n'
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do echo "include \"./n$((i+1))\"" > n$i; done; echo 'list tables' > n18; nft -f n1;  nft -f n2; nft -f n3
t 'define i1 = lo\ndefine is = { $i1, e0 }\ndefine al = { $is, e1 }\ntable ip t2 { chain c { iif $is accept\n iif $al drop\n iif != $al drop\n iifname { e0, { e1, lo } } accept\n\n }\n }\n'; nft list table ip t2
t 'table ip t3 { set s { type inet_service; elements = { 1, { 2, 3\n }\n }\n }\n}\n'; nft list table ip t3
t 'define a = { 1, 2 }\ndefine b = { $a, 5-7 }\ntable ip t4 { set s { type inet_service; flags interval; elements = $b\n }\n chain c { tcp dport $b accept; tcp dport { $b, 9 } drop; tcp dport { $a, $b, 100-200 } counter; }\n}\n'; nft list table ip t4
t 'define a = eth9\ndefine is = { $a, eth8 }\ntable ip t6 { chain c { iif $is accept\n iif { $is, lo } drop\n\n }\n }\n'
nft flush ruleset
printf 'table ip nat {\n\tchain prerouting {\n\t\ttype nat hook prerouting priority -300;\n\t\tcounter\n\t}\n}\n' > x; nft -f x
printf 'define a = 1\ninclude "./a"\ninclude "./b"\ninclude "./c"\n\ninclude "./d"\nadd table x\ninclude "./e"; include "./f"; add table y\n' > x; nft -f x; nft list ruleset
# ports by a map of what says the protocol
printf 'add table ip t\nadd chain ip t c\nadd rule ip t c dnat tcp dport map { 1000 : 1.1.1.1, 2000 : 2.2.2.2 } : tcp dport map { 1000 : 1234, 2000 : 2345 }\n' > x; nft -f x
nft add rule ip t c dnat to ip saddr map '{ 1.1.1.1 : 2.2.2.2 }' : tcp dport map '{ 1 : 2 }'
# numbers in place of names
nft add rule ip t c ct state new,established accept; nft add rule ip t c tcp flags syn drop; nft add rule ip t c ct status dnat accept
nft add rule ip t c meta pkttype host ip dscp ef fib daddr type local icmp type echo-request meta l4proto icmp ct direction original
nft add rule ip t c ct state '{ new, established }' meta day Monday meta hour 10:00-12:00 ip protocol '{tcp, udp}'; nft add rule ip t c 'tcp flags & (syn|ack) == syn'; nft add rule ip t c 'tcp flags { syn, ack }'
for o in -n -nn -y -S -p -T; do nft $o list chain ip t c; done
