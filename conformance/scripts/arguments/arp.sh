# wrong and odd arguments of arp
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  eval "$line" < /dev/null
  echo "= $?"
done <<'END'
arp | sort
arp -x
arp --bogus
arp -h
arp -V
arp -d
arp -d 10.0.0.77
arp -d nosuchhost
arp -d 10.0.0.77 -i nodev
arp -s
arp -s 10.0.0.77
arp -s 10.0.0.77 x
arp -s 10.0.0.77 02:00:00:00:00
arp -s 10.0.0.77 02:00:00:00:00:77:88
arp -s 10.0.0.77 02:00:00:00:00:zz
arp -s 10.0.0.77 02:00:00:00:00:77
arp -n 10.0.0.77
arp -an | sort
arp -a 10.0.0.77
arp -e -n 10.0.0.77
arp -s 10.0.0.77 02:00:00:00:00:77 bogus
arp -s 10.0.0.77 02:00:00:00:00:77 netmask
arp -s 10.0.0.77 02:00:00:00:00:77 netmask x
arp -s 10.0.0.0 02:00:00:00:00:77 netmask 255.255.255.0
arp -s 10.0.0.77 02:00:00:00:00:77 dev nodev
arp -s 10.0.0.78 02:00:00:00:00:78 temp
arp -s 10.0.0.79 02:00:00:00:00:79 pub
arp -s 10.0.0.80 02:00:00:00:00:80 trail
arp -Ds 10.0.0.81
arp -Ds 10.0.0.81 nodev
arp -Ds 10.0.0.81 v0
arp -Ds 10.0.0.81 v0 pub
arp -s 10.9.9.9 02:00:00:00:00:99
arp -s 127.0.0.1 02:00:00:00:00:99
arp -s 224.0.0.1 02:00:00:00:00:99
arp -i nodev
arp -i
arp -i nodev -n
arp -i v0 -n | sort
arp -n 10.9.9.9
arp -n nosuchhost
arp -H bogus -n
arp -H ether -n | sort
arp -A inet -n | sort
arp -A inet6 -n
arp -A bogus
arp -f nosuch
arp -f /dev/null
arp -f f
arp -v | sort
arp -n extra more
arp -d 10.0.0.77
arp -d 10.0.0.77
arp -d 10.0.0.79 pub
arp -d 10.0.0.81 dev v0
arp -D | sort
END
