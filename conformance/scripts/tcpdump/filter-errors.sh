# Expressions that are none.
ip link set lo up
for e in 'frob' 'host' 'port x' 'net 10.0.0.1/33' 'net 10.0.0.1/24' 'icmp and' '(icmp' 'icmp)' 'ip[' 'ip[0] =' 'host 300.1.1.1' 'host nosuchhost' 'ether host 10.0.0.1' 'tcp port 99999' 'port nosuchport' 'ip proto 300' 'len' 'icmp arp' 'portrange 5' 'src' 'vlan foo' 'not'; do
  tcpdump -ni lo -d "$e" 2>&1 | head -3
done
