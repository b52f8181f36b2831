# Expressions that are none.
ip link set lo up
timeout 3 tcpdump -ni lo -c 1 -w cap 2>/dev/null & sleep 0.6
ping -q -c 1 127.0.0.1 >/dev/null
wait
for e in 'frob' 'host' 'port x' 'net 10.0.0.1/33' 'net 10.0.0.1/24' 'icmp and' '(icmp' 'icmp)' 'ip[' 'ip[0] =' 'host 300.1.1.1' 'host nosuchhost' 'ether host 10.0.0.1' 'tcp port 99999' 'port nosuchport' 'ip proto 300' 'len' 'icmp arp' 'portrange 5' 'src' 'vlan foo' 'not'; do
  echo "== $e"; tcpdump -nt -r cap "$e"; echo $?
done
