# NFQUEUE, TEE, AUDIT, TCPOPTSTRIP and ECN: options, listings, mistakes, and their translations with those of small matches
ip link set lo up
y() { echo "## $*"; iptables "$@"; }
x() { y -A INPUT -j "$@"; }
m() { y -t mangle -A PREROUTING "$@"; }
x NFQUEUE
x NFQUEUE --queue-num 5
x NFQUEUE --queue-num 5 --queue-bypass
x NFQUEUE --queue-balance 1:4
x NFQUEUE --queue-balance 1:4 --queue-cpu-fanout --queue-bypass
x NFQUEUE --queue-cpu-fanout
x NFQUEUE --queue-balance 4:1
x NFQUEUE --queue-balance 4
x NFQUEUE --queue-num 70000
x NFQUEUE --queue-num 1 --queue-balance 1:3
x NFQUEUE --queue-num 1 --queue-cpu-fanout
x NFQUEUE --queue-balance 0:65535
x TEE --gateway 1.2.3.4
x TEE --gateway 1.2.3.4 --oif lo
x TEE --gateway ::1
x TEE
x TEE --oif lo
x TEE --gateway 0.0.0.0
m -p tcp -j TCPOPTSTRIP --strip-options timestamp
m -p tcp -j TCPOPTSTRIP --strip-options mss,wscale,sack,sack-permitted,md5,77
m -p tcp -j TCPOPTSTRIP
m -j TCPOPTSTRIP --strip-options mss
m -p tcp -j TCPOPTSTRIP --strip-options foo
m -p tcp -j TCPOPTSTRIP --strip-options 300
m -p tcp -j TCPOPTSTRIP --strip-options 0
m -p tcp -j TCPOPTSTRIP --strip-options mss,mss
m -p tcp -j TCPOPTSTRIP --strip-options ""
x TCPOPTSTRIP --strip-options mss
m -p tcp -j ECN --ecn-tcp-remove
m -j ECN --ecn-tcp-remove
m -p tcp -j ECN
m -p tcp -j ECN --ecn-tcp-cwr 1
m -p tcp -j ECN --ecn-tcp-ece 0
m -p tcp -j ECN --ecn-ip-ect 2
m -j ECN --ecn-ip-ect 2
m -p tcp -j ECN --ecn-tcp-remove --ecn-tcp-cwr 1
m -p tcp -j ECN --ecn-tcp-cwr 2
m -p tcp -j ECN --ecn-ip-ect 4
x ECN --ecn-ip-ect 2
x AUDIT --type accept
x AUDIT --type DROP
x AUDIT --type reject
x AUDIT --type foo
x AUDIT
y -S; y -L -n; y -t mangle -S; y -t mangle -L -v
nft list ruleset
ip6tables -A INPUT -j TEE --gateway fe80::1 --oif lo
ip6tables -A INPUT -j TEE --gateway 1.2.3.4
ip6tables -A INPUT -j AUDIT --type accept
ip6tables -A INPUT -j NFQUEUE --queue-num 3
ip6tables -S; ip6tables -L
for a in '-A INPUT -m policy --dir in --pol none -j ACCEPT' '-A INPUT -m policy --dir in --pol ipsec --proto esp -j ACCEPT' '-A INPUT -m policy --dir in --pol ipsec --strict --proto esp --next --reqid 5' '-A INPUT -m cpu ! --cpu 3' '-A INPUT -m quota --quota 500' '-A INPUT -m quota ! --quota 500' '-A INPUT -m connbytes --connbytes 10:20 --connbytes-dir both --connbytes-mode bytes' '-A INPUT -m connbytes ! --connbytes 10 --connbytes-dir reply --connbytes-mode packets' '-A INPUT -m connbytes --connbytes 10 --connbytes-dir original --connbytes-mode avgpkt' '-A INPUT -m devgroup --src-group 5 ' '-A FORWARD -m devgroup ! --src-group 5/7 --dst-group 3' '-A INPUT -m realm --realm 3' '-A INPUT -m realm ! --realm 3/7' '-A INPUT -j NFQUEUE --queue-num 3' '-A INPUT -j NFQUEUE --queue-balance 3:5 --queue-bypass --queue-cpu-fanout' '-A INPUT -j TEE --gateway 1.2.3.4' '-A INPUT -j TEE --gateway 1.2.3.4 --oif eth0' '-A INPUT -j AUDIT --type drop' '-t mangle -A INPUT -p tcp -j TCPOPTSTRIP --strip-options mss' '-t mangle -A INPUT -p tcp -j ECN --ecn-tcp-remove' '-A INPUT -p ipcomp -m ipcomp --ipcompspi 3:5' '-A INPUT -m bpf --bytecode 1,6_0_0_1'; do echo "## $a"; iptables-translate $a; done
for a in '-A INPUT -m rt --rt-type 0 --rt-segsleft 3:4 ! --rt-len 5 -j DROP' '-A INPUT -m rt --rt-type 0 --rt-0-res -j DROP' '-A INPUT -m rt --rt-type 0 --rt-0-addrs ::1' '-A INPUT -m frag --fragid 3:5 --fragres --fragfirst --fragmore' '-A INPUT -m frag ! --fragid 3 --fraglast' '-A INPUT -m frag --fraglen 5' '-A INPUT -m hbh --hbh-len 8' '-A INPUT -m hbh --hbh-opts 1' '-A INPUT -m dst --dst-len 8' '-A INPUT -m ah ! --ahspi 500' '-A INPUT -p ah -m ah --ahspi 5:7 --ahlen 3 --ahres' '-A INPUT -p ah -m ah' '-A INPUT -p mh -m mh --mh-type 3' '-A INPUT -p mh --mh-type 3:4' '-A INPUT -m ipv6header --header frag --soft' '-A INPUT -m eui64' '-A INPUT -m policy --dir in --pol none -j ACCEPT'; do echo "## $a"; ip6tables-translate $a; done
