# matches and targets that few rules have: realm devgroup cpu quota connbytes policy rt frag TCPOPTSTRIP
t() { echo "== $*"; "$@" ; }
for r in '-m realm --realm 3' '-m realm ! --realm 0x10/0xff' '-m realm --realm cosmos' '-m realm' '-m realm --realm foo' '-m realm --realm 3/0xffffffff' \
 '-m devgroup --src-group 3' '-m devgroup --dst-group 0x10/0xff' '-m devgroup ! --src-group 3 ! --dst-group 4' '-m devgroup --src-group default' '-m devgroup' '-m devgroup --src-group foo' \
 '-m cpu --cpu 0' '-m cpu ! --cpu 3' '-m cpu' '-m cpu --cpu x' \
 '-m quota --quota 1000' '-m quota ! --quota 0x10' '-m quota' '-m quota --quota x' '-m quota --quota 18446744073709551615' \
 '-m connbytes --connbytes 10:20 --connbytes-dir both --connbytes-mode bytes' '-m connbytes ! --connbytes 10: --connbytes-dir original --connbytes-mode packets' '-m connbytes --connbytes :20 --connbytes-dir reply --connbytes-mode avgpkt' '-m connbytes --connbytes 10 --connbytes-dir both --connbytes-mode bytes' '-m connbytes --connbytes 20:10 --connbytes-dir both --connbytes-mode bytes' '-m connbytes --connbytes 20:10' '-m connbytes --connbytes 1:2 --connbytes-dir x --connbytes-mode bytes' '-m connbytes --connbytes 1:2 --connbytes-dir both --connbytes-mode x' '-m connbytes --connbytes 5:5 --connbytes-dir both --connbytes-mode bytes' '-m connbytes --connbytes x:5 --connbytes-dir both --connbytes-mode bytes' \
 '-m policy --dir in --pol ipsec' '-m policy --dir in --pol none' '-m policy --dir in --pol ipsec --strict --reqid 3 --proto esp --mode tunnel --tunnel-src 1.2.3.4 --tunnel-dst 5.6.7.0/24 --next --spi 0x10 ' '-m policy --dir in --pol ipsec --reqid 3 --proto ah' '-m policy' '-m policy --dir x --pol ipsec' '-m policy --dir in --pol x' '-m policy --dir out --pol ipsec' '-m policy --pol ipsec' '-m policy --dir in' '-m policy --dir in --pol none --strict' '-m policy --dir in --pol ipsec --next' '-m policy --dir in --pol ipsec --strict' '-m policy --dir in --pol ipsec ! --reqid 3 ! --spi 4 ! --proto comp ! --mode transport' '-m policy --dir in --pol ipsec --tunnel-src 1.2.3.4'; do t iptables -A INPUT $r; done
t iptables -A FORWARD -m policy --dir out --pol ipsec
t iptables -A OUTPUT -m policy --dir in --pol ipsec
t iptables -A OUTPUT -m policy --dir out --pol none -j ACCEPT
t iptables -A OUTPUT -m devgroup --dst-group 4 -j ACCEPT
t iptables -A OUTPUT -m devgroup --src-group 4 -j ACCEPT
for r in '-m rt --rt-type 0' '-m rt ! --rt-type 0 -j DROP' '-m rt --rt-segsleft 1:3' '-m rt ! --rt-segsleft 2' '-m rt --rt-len 10' '-m rt --rt-type 0 --rt-0-res' '-m rt --rt-type 0 --rt-0-addrs ::1,::2' '-m rt --rt-type 0 --rt-0-addrs ::1,::2 --rt-0-not-strict' '-m rt --rt-0-res' '-m rt' '-m rt --rt-type 300' '-m rt --rt-segsleft 3:1' '-m rt --rt-type 0 --rt-0-not-strict' '-m frag --fragid 3' '-m frag ! --fragid 3:5' '-m frag --fraglen 8' '-m frag --fragres --fragfirst' '-m frag --fragmore' '-m frag --fraglast' '-m frag --fragmore --fraglast' '-m frag' '-m frag --fragid 4294967296'; do t ip6tables -A INPUT $r; done
for r in '-p tcp -j TCPOPTSTRIP --strip-options mss' '-p tcp -j TCPOPTSTRIP --strip-options timestamp,sack-permitted,30' '-j TCPOPTSTRIP --strip-options mss' '-p tcp -j TCPOPTSTRIP' '-p tcp -j TCPOPTSTRIP --strip-options foo' '-p tcp -j TCPOPTSTRIP --strip-options 300' '-p tcp -j TCPOPTSTRIP --strip-options wscale,sack,md5'; do t iptables -t mangle -A FORWARD $r; done
iptables -A INPUT -p tcp -j TCPOPTSTRIP --strip-options mss
iptables -S; iptables -L -v -n; iptables -L ; ip6tables -S; ip6tables -L -v -n; iptables -t mangle -S;iptables -t mangle -L -n; iptables-save -c | grep -v "^#"
nft list ruleset
iptables -D INPUT -m quota --quota 1000; iptables -D INPUT -m realm --realm 3; iptables -D INPUT -m policy --dir in --pol ipsec; iptables -S | head -8
iptables-translate -A INPUT -m quota --quota 1000
iptables-translate -A INPUT -m realm --realm 3
iptables-translate -A INPUT -m realm ! --realm 3/4
iptables-translate -A INPUT -m policy --dir in --pol ipsec
iptables-translate -A INPUT -m policy --dir in --pol ipsec --reqid 3 --spi 4
iptables-translate -A INPUT -m policy --dir in --pol none
iptables-translate -A INPUT -m devgroup --src-group 3
iptables-translate -A INPUT -m devgroup --src-group 3/4 ! --dst-group 4
iptables-translate -A INPUT -m cpu ! --cpu 3
iptables-translate -A INPUT -m connbytes --connbytes 10:20 --connbytes-dir both --connbytes-mode bytes
iptables-translate -A INPUT -m connbytes ! --connbytes 10:20 --connbytes-dir reply --connbytes-mode avgpkt
iptables-translate -A INPUT -m connbytes ! --connbytes 10: --connbytes-dir original --connbytes-mode packets
ip6tables-translate -A INPUT -m rt --rt-type 0 -j DROP
ip6tables-translate -A INPUT -m rt ! --rt-type 0 --rt-segsleft 1:3 --rt-len 3
ip6tables-translate -A INPUT -m frag --fragid 3 --fragfirst
ip6tables-translate -A INPUT -m frag --fragid 3:4 --fragmore --fraglen 3
iptables-translate -t mangle -A INPUT -p tcp -j TCPOPTSTRIP --strip-options mss
for m in realm devgroup cpu quota connbytes policy; do echo "#### $m"; iptables -m $m -h | tail -12 ; done
for m in rt frag; do echo "#### $m"; ip6tables -m $m -h; done; iptables -j TCPOPTSTRIP -h
