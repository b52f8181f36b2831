# policy, bpf, quota, connbytes, cpu, devgroup and realm: options, listings, mistakes
ip link set lo up
x() { echo "## $*"; iptables -A INPUT "$@" -j ACCEPT; }
y() { echo "## $*"; iptables "$@"; }
x -m policy --dir in --pol none
x -m policy --dir in --pol ipsec
x -m policy --dir in --pol ipsec --reqid 5 --spi 0x100 --proto esp --mode tunnel --tunnel-src 1.2.3.4 --tunnel-dst 5.6.7.0/24
x -m policy --dir in --pol ipsec --strict ! --reqid 5 --next ! --proto ah --next --mode transport ! --spi 7
x -m policy --dir in --pol ipsec --strict ! --tunnel-src 1.2.3.4/16 --mode tunnel
x -m policy --pol none
x -m policy --dir foo --pol none
x -m policy --dir in --pol foo
x -m policy --dir in --pol none --strict
x -m policy --dir in --pol none --reqid 3
x -m policy --dir in --pol none --next
x -m policy --dir in --pol ipsec --strict
x -m policy --dir in --pol ipsec --reqid 1 --reqid 2
x -m policy --dir in --pol ipsec --proto tcp
x -m policy --dir in --pol ipsec --mode foo
x -m policy --dir in --pol ipsec --mode transport --tunnel-src 1.1.1.1
x -m policy --dir in --pol ipsec --strict --reqid 1 --next --reqid 2 --next --reqid 3 --next --reqid 4 --next --reqid 5
x -m policy --dir in --pol ipsec --reqid 1 --next --reqid 2
x -m policy --dir out --pol none
x -m policy
x -m policy --dir in
y -A OUTPUT -m policy --dir out --pol none -j ACCEPT
y -A OUTPUT -m policy --dir in --pol none -j ACCEPT
y -A FORWARD -m policy --dir in --pol none -j ACCEPT
y -A FORWARD -m policy --dir out --pol none -j ACCEPT
x -m bpf --bytecode "4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0"
x -m bpf --bytecode "4,48 0 0 9,21 0 1 6,6 0 0 1"
x -m bpf --bytecode "3,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0"
x -m bpf --bytecode "0,"
x -m bpf --bytecode ""
x -m bpf --bytecode "x"
x -m bpf --bytecode "1"
x -m bpf --bytecode "1,6 0 0"
x -m bpf --bytecode "1,6 0 0 x"
x -m bpf --bytecode "2,6 0 0 1 5,6 0 0 0"
x -m bpf --bytecode "65,6 0 0 1"
x -m bpf --bytecode "1,6 0 0 4294967296"
x -m bpf --bytecode "1,6 0 300 1"
x -m bpf --bytecode "1,48 0 0 1"
x -m bpf --bytecode "1,999 0 0 1"
x -m bpf --bytecode "2,5 0 0 9,6 0 0 1"
x -m bpf --object-pinned /sys/fs/bpf/nope
x -m bpf
x -m quota --quota 1000
x -m quota ! --quota 1000
x -m quota --quota 18446744073709551615
x -m quota --quota 18446744073709551616
x -m quota --quota x
x -m quota
x -m connbytes --connbytes 1000 --connbytes-dir both --connbytes-mode bytes
x -m connbytes --connbytes 1000: --connbytes-dir original --connbytes-mode packets
x -m connbytes --connbytes :1000 --connbytes-dir reply --connbytes-mode avgpkt
x -m connbytes ! --connbytes 10:1000 --connbytes-dir reply --connbytes-mode avgpkt
x -m connbytes ! --connbytes 10 --connbytes-dir reply --connbytes-mode avgpkt
x -m connbytes --connbytes 10:5 --connbytes-dir reply --connbytes-mode avgpkt
x -m connbytes --connbytes 10:5 --connbytes-dir foo --connbytes-mode avgpkt
x -m connbytes --connbytes 10 --connbytes-dir foo --connbytes-mode avgpkt
x -m connbytes --connbytes 10 --connbytes-dir both --connbytes-mode foo
x -m connbytes --connbytes 10 --connbytes-dir both
x -m connbytes --connbytes-dir both --connbytes-mode bytes
x -m cpu --cpu 0
x -m cpu ! --cpu 7
x -m cpu
x -m cpu --cpu -1
x -m devgroup --src-group 5
x -m devgroup ! --src-group 0x5/0xff
x -m devgroup --src-group default
x -m devgroup --src-group foo
x -m devgroup --dst-group 5
x -m devgroup
x -m devgroup --src-group 5/
x -m devgroup --src-group 5/6/7
y -A FORWARD -m devgroup --src-group 5 ! --dst-group 6/3 -j ACCEPT
y -A OUTPUT -m devgroup --dst-group 6/3 -j ACCEPT
y -A OUTPUT -m devgroup --src-group 6/3 -j ACCEPT
x -m realm --realm 5
x -m realm ! --realm 0x5/0xff
x -m realm --realm cosmos
x -m realm --realm foo
x -m realm
y -t raw -A PREROUTING -m realm --realm 5
y -S; y -L -n; y -L -v; y -t raw -S
nft list ruleset
