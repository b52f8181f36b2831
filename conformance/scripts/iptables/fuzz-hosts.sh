# of an address with a mask the address is read first
for a in / /24 /99 1.2.3.4/ 1.2.3.4/99 1.2/33 1.2.3.4/1.2 ''; do
  echo "# '$a'"
  iptables -t nat -A POSTROUTING -j NETMAP --to "$a"
  iptables -A INPUT -m conntrack --ctorigsrc "$a"
  iptables -A INPUT -m policy --dir in --pol ipsec --mode tunnel --tunnel-src "$a"
  ip6tables -t nat -A POSTROUTING -j NETMAP --to "$a"
done
iptables -t nat -S POSTROUTING; iptables -S INPUT; ip6tables -t nat -S POSTROUTING
