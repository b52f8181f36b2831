# wrong and odd arguments of route
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  eval "$line" < /dev/null
  echo "= $?"
done <<'END'
route -x
route --bogus
route -h
route --help
route -V
route add
route del
route bogus
route flush
route add default
route add default gw
route add default gw nosuchhost
route add default gw 10.9.9.9
route add default gw 10.0.0.2 dev nodev
route add default gw 10.0.0.2 bogus
route add -net
route add -net 10.5.0.0
route add -net 10.5.0.0 netmask
route add -net 10.5.0.0 netmask 255.0.255.0 dev v0
route add -net 10.5.0.1 netmask 255.255.0.0 dev v0
route add -net 10.5.0.0/33 dev v0
route add -net 10.5.0.0/x dev v0
route add -net 10.5.0.0/16 netmask 255.255.0.0 dev v0
route add -net 10.5.0.0/16 dev v0
route add -net 10.5.0.0/16 dev v0
route del -net 10.5.0.0/16
route del -net 10.5.0.0/16
route del -net 10.5.0.0
route add -host 10.6.0.1
route add -host 10.6.0.1 dev v0
route add -host 10.6.0.1/24 dev v0
route add -host 10.6.0.1 netmask 255.255.255.0 dev v0
route del -host 10.6.0.1
route add -host 10.6.0.1 gw 10.0.0.2 metric x
route add -host 10.6.0.1 gw 10.0.0.2 metric 70000
route add -host 10.6.0.1 gw 10.0.0.2 mss x
route add -host 10.6.0.2 gw 10.0.0.2 mss 10
route add -host 10.6.0.3 gw 10.0.0.2 window 9999999
route add -host 10.6.0.4 gw 10.0.0.2 irtt 99999
route add -host 10.6.0.5 reject
route add -host 10.6.0.6 gw 10.0.0.2 mod dyn reinstate
route add 10.7.0.0 dev v0
route add 10.7.0.1 dev v0
route add 10.7.0.0 netmask 255.255.0.0
route add 300.1.1.1 dev v0
route add '' dev v0
route add nosuchhost dev v0
route add -net default gw 10.0.0.2
route -n
route -ne
route -nee
route -n extra
route -A bogus
route -A inet -n
route -A inet6 add
route -A inet6 add 2001:db8::/32
route -A inet6 add 2001:db8::/32 dev v0
route -A inet6 add 2001:db8::/129 dev v0
route -A inet6 add x dev v0
route -6 del 2001:db8::/32
route -A inet6 del 2001:db8::/32 dev nodev
route -FC
route -C -n
route del default
route del default
route del default gw 10.0.0.2
route add default gw 10.0.0.2 netmask 0.0.0.0
route add default gw 127.0.0.1
route add default gw 10.0.0.1
route add default dev lo
route add -net 224.0.0.0 netmask 240.0.0.0 v0
route add -net 127.0.0.0/8 dev lo
route add -net 10.8.0.0 netmask 255.255.0.0 gw v0
route -v add -net 10.9.0.0/16 dev v0
END
