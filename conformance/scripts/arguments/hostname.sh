# wrong and odd arguments of hostname
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  eval "$line" < /dev/null
  echo "= $?"
done <<'END'
hostname -x
hostname --bogus
hostname a b
hostname -F nosuch
hostname -F
hostname -i
hostname -I
hostname -d
hostname -A
hostname -a
hostname -y
hostname -V
hostname -h
hostname -b ''
hostname ''
hostname 'a b'
hostname -- -x
hostname aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
hostname a_b
hostname x.y.z
hostname -d
hostname vethlab
hostname -F /dev/null
dnsdomainname -x
dnsdomainname x
END
