# wrong and odd arguments of tcpdump
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  timeout 3 bash -c "$line" < /dev/null
  echo "= $?"
done <<'END'
tcpdump -x1
tcpdump -i nodev
tcpdump -i
tcpdump -c x
tcpdump -c 0
tcpdump -c -1
tcpdump -i lo bogus
tcpdump -i lo host
tcpdump -i lo 'port 70000'
tcpdump -i lo 'net 10.0.0.1/33'
tcpdump -i lo 'net 10.0.0.1/24'
tcpdump -i lo '('
tcpdump -i lo 'ip and'
tcpdump -i lo 'ip[0:3]=1'
tcpdump -i lo 'ip[x]=1'
tcpdump -i lo 'vlan 5000'
tcpdump -i lo 'port nosuchport'
tcpdump -i lo 'proto nosuchproto'
tcpdump -i lo 'host nosuchhost'
tcpdump -i lo 'len > x'
tcpdump -i lo 'tcp and udp'
tcpdump -i lo 'ip and arp'
tcpdump -i lo -s x
tcpdump -i lo -s -1
tcpdump -i lo -s 99999999
tcpdump -r nosuch
tcpdump -r /etc/hostname
tcpdump -r /dev/null
printf 'abc' > g; tcpdump -r g
printf '\324\303\262\241\002' > g; tcpdump -r g
tcpdump -r f -i lo
tcpdump -w nosuch/x -c1 -i lo
tcpdump -F nosuch -i lo
tcpdump -y bogus -i lo
tcpdump -T bogus -i lo
tcpdump -j bogus -i lo
tcpdump -Q bogus -i lo
tcpdump -B x -i lo
tcpdump -C x -i lo
tcpdump -W x -i lo
tcpdump -Z nobodyx -i lo
tcpdump --bogus
tcpdump -tttttt -i lo -c 0
tcpdump --immediate-mode -i nodev
tcpdump -L -i lo
tcpdump -d -i lo bogus
tcpdump -d ip
tcpdump -dd ip
tcpdump -ddd ip
tcpdump -d 'ip[0'
tcpdump -i 99 -c1
tcpdump -i 0 -c1
tcpdump --count -r nosuch
tcpdump --time-stamp-precision=bogus -i lo
tcpdump -i lo -n host ::1/129
tcpdump -i lo src or
tcpdump -i lo 'gateway x'
tcpdump -i lo 'less x'
tcpdump -i lo 'icmp[icmptype] = bogus'
tcpdump -i lo 'not'
tcpdump -i lo 'ip host 1.2.3.4.5'
tcpdump -i lo 'dst 1.2.3.256'
tcpdump -i lo '1.2.3.4'
tcpdump -i lo 'ip6 host 1.2.3.4'
tcpdump -i lo 'arp host ::1'
tcpdump -i lo 'portrange 5'
tcpdump -i lo 'portrange 9-5 and bogus'
tcpdump -i lo 'ether proto bogus'
tcpdump -i lo 'ip proto 300'
tcpdump -i lo 'ip proto tcp'
tcpdump -i lo '/'
tcpdump -i lo '@'
tcpdump -i lo 'ip;'
END
