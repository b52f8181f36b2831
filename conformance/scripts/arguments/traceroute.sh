# wrong and odd arguments of traceroute
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  timeout 3 bash -c "$line" < /dev/null
  echo "= $?"
done <<'END'
traceroute
traceroute -x
traceroute nosuchhost
traceroute 10.9.9.9
traceroute -m 0 10.0.0.2
traceroute -m 256 10.0.0.2
traceroute -m x 10.0.0.2
traceroute -f 0 10.0.0.2
traceroute -f 31 10.0.0.2
traceroute -f x 10.0.0.2
traceroute -q 0 10.0.0.2
traceroute -q 11 10.0.0.2
traceroute -q x 10.0.0.2
traceroute -w x 10.0.0.2
traceroute -w -1 10.0.0.2
traceroute -N 0 10.0.0.2
traceroute -N x 10.0.0.2
traceroute -z x 10.0.0.2
traceroute -z -1 10.0.0.2
traceroute -p x 10.0.0.2
traceroute -p 99999 10.0.0.2
traceroute -s x 10.0.0.2
traceroute -s 10.9.9.9 10.0.0.2
traceroute -i nodev 10.0.0.2
traceroute -t x 10.0.0.2
traceroute -t 256 10.0.0.2
traceroute 10.0.0.2 x
traceroute 10.0.0.2 65001
traceroute 10.0.0.2 40 50
traceroute 10.0.0.2 -1
traceroute -4 ::1
traceroute -6 10.0.0.2
traceroute -4 -6 10.0.0.2
traceroute -M bogus 10.0.0.2
traceroute -P x 10.0.0.2
traceroute --bogus
traceroute --max 3 10.0.0.2
traceroute -m
traceroute --max-hops
traceroute -n -m 2 -q 1 -w 1 10.0.0.77
traceroute -V
traceroute ''
traceroute -F 10.0.0.2 70000
traceroute -I -n 10.0.0.2
traceroute -U -n -p 0 10.0.0.2
traceroute -n 300.1.1.1
END
