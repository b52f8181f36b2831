# wrong and odd arguments of arping
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  timeout 3 bash -c "$line" < /dev/null
  echo "= $?"
done <<'END'
arping
arping -x
arping -I nodev 10.0.0.2
arping -I lo 10.0.0.2
arping -I v0
arping -I v0 nosuchhost
arping -I v0 -c x 10.0.0.2
arping -I v0 -c 0 10.0.0.2
arping -I v0 -c -1 10.0.0.2
arping -I v0 -w x 10.0.0.2
arping -I v0 -w -1 10.0.0.2
arping -I v0 -s x 10.0.0.2
arping -I v0 -s 10.9.9.9 -c1 10.0.0.2
arping -I v0 -c1 10.0.0.2 10.0.0.3
arping -I v0 -i x 10.0.0.2
arping -I v0 -i 0 10.0.0.2
arping -I
arping -c
arping -h
arping -V
arping -I v0 -D -c1 -w1 10.0.0.1
arping -I v0 -D -c1 -w1 10.0.0.9
arping -I v0 -U -c1 10.0.0.9
arping -I v0 -U -c1 10.0.0.1
arping -I v0 -A -c1 10.0.0.1
arping -I v0 -b -q -c1 10.0.0.2
arping -I v0 -f -q -c1 10.0.0.2
arping -I v0 ::1
arping -I v0 ''
arping -I v0 -c1 -w1 300.1.1.1
arping --help
arping -I down0 -c1 10.0.0.2
arping -c1 127.0.0.1
END
