# Which scope a gateway gives, aliases as devices, what reject leaves out, numbers that do not fit, options between words.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
show() { ip -d route; cat /proc/net/route; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add v0 address 02:00:00:00:00:10 type veth peer name v1 address 02:00:00:00:00:11
ip addr add 10.0.0.1/24 dev v0
ip addr add 10.0.0.7/24 label v0:1 dev v0
ip link set lo up; ip link set v0 up; ip link set v1 up
t route add -net 10.3.0.0/16 lo:1
t route add -net 10.3.0.0/16 v0:1
t route add -net 10.3.0.0/16 v0:2
t route add -net 10.3.0.0/16 v1:2
t route add -net 10.4.0.0/16 reject device nosuch
t route add -net 10.4.0.0/16 reject
t route add -net 10.5.0.0/16 reject gw 10.0.0.5 metric 4 mss 1000
t route add -net 10.6.0.0/16 reject dev v0
t route del -net 10.6.0.0/16 reject dev nosuch
t route del -net 10.5.0.0/16 reject
t route del -net 10.5.0.0/16 dev v0
t ifconfig lo 10.7.0.5
t route add -net 10.8.0.0/16 gw 10.7.1.1
t route add -net 10.9.0.0/16 gw 10.0.0.255
t route add -net 10.9.0.0/16 gw 10.0.0.255 dev v0
t route add -net 10.9.0.0/16 gw 224.0.0.1
t route add -net 10.9.0.0/16 gw 10.0.0.1
t route add -net 10.9.0.0/16 gw 10.0.0.1 v0
t route add -net 10.9.0.0/16 gw 10.0.0.9 v0
t route add -net 10.10.0.0/16 gw 127.0.0.1
t route add -net 10.10.0.0/16 gw 0.0.0.0
t route add -net 10.10.0.0/16 gw 0.0.0.0 v0
t route add -net 10.11.0.0/16 gw 0.0.0.1 v0
t route add -net 10.12.0.0/16 gw 255.255.255.255 v0
t route add -net 10.13.0.0/16 gw 240.0.0.1 v0
t route add -host 10.14.0.1 gw 10.4.0.1
t route add -host 10.14.0.1 gw 10.0.0.9 irtt 5 window 200 mss 600
t route add -host 10.14.0.2 v0 metric 3 mod dyn reinstate
t route add -host 10.14.0.2 v0 metric 3
t route del -host 10.14.0.2 v0 metric 3
t route del -host 10.14.0.2 gw 10.0.0.9 metric 3
t route del -host 10.14.0.1 gw 10.0.0.8
t route del -host 10.14.0.1 gw 10.0.0.9 metric 0
t route del -host 10.14.0.1 v1
t route del -host 10.14.0.1 v0:5
t route del -host 10.14.0.1 nosuch
t route del -host 10.14.0.1 v0
t route del -net 10.9.0.0/16 gw 10.0.0.1
t route del default
t route add default gw 10.0.0.9
t route add default v0
t route add default v0 metric 2
t route del default v0
t route del default
t route del default
t route add 10.0.9.0 v0
t route add 10.0.9.1/24 v0
t route add 10.0.9.0/24 v0
t route add -net 10.0.9.0/33 v0
t route add -net 10.0.9.0/40 v0
t route add -net 10.0.9.0/x v0
t route add -net 10.0.9.0 v0
t route add -host 10.0.9.0/24 v0
t route add -net 0.0.0.0 v0 metric 7
t route add 0.0.0.0 v0 metric 8
t route add 0/0 v0 metric 9
t route add 10.20 v0
t route add 10.20.0 v0
t route add foo v0
t route add -net default v0
t route add -host default v0
t route add '' v0
t route add default dev
t route add default metric x
t route add default metric -1
t route add default metric 65536 v0
t route add default metric 65535 v0
t route add default metric 32768 v0
t route add default mss x
t route add default mss 70000
t route add default window 1
t route add default foo bar
t route add default gw foo v0
t route add default gw v0 v0
t route add default netmask 255.0.0.0 v0
t route add default gw 10.0.0.1 gw 10.0.0.2
t route add default dev v0 dev v1
t route -n add default v0
t route add -n default v0
t route add default v0 -n
t route foo
t route flush
show
t route -n
t route -ne
t route -nee
t route -nv
t route -nF
t route -nC
t route -nCF
t route
t route -A inet -n
t route -A foo
t route --inet -n
t route --foo
t route -z
ip -6 route
t route -A inet,inet6 add 10.1.0.0 v0
t route -A inet6,inet add default v0
t route -4 -6 add default v0
t route -6 -4 -n
t route -4 -6 -n
t route -4 --inet6 -n
t route -A inet,foo
t route -A inet -A inet6 -n
t route -A ''
t route -A inet, -n
t route -A ipx -n
t route -A ax25 -n
# the C library's second message depends on whether standard error can be read: a pipe can not
t route -A netrom 2>&1 | cat
t route -A rose
t route -A ddp
t route -A x25
t route --x25
t route --ipx
t route -4 flush
t route -A inet6 flush
t route -A inet,inet6 flush
t route -A inet,inet6 -C
t route -h
t route -6 -h
t route -4 --help
t route -A inet6 --help
t route add --help
t route -V
