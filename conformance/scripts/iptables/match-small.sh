# matches with an option or two: what is taken, refused, listed and found again
m() {
  iptables -F T
  echo "# $*"
  iptables -A T "$@"
  echo "=$?"
  iptables -S T | tail -n +2
  iptables -L T -n | tail -n +3
  iptables -L T | tail -n +3
  iptables -C T "$@" || echo "not found"
}
iptables -N T
m -m mark --mark 5
m -m mark --mark 0x10/0xff
m -m mark ! --mark 1
m -m mark --mark x
m -m mark --mark 1/x
m -m mark --mark 1/2/3
m -m mark
m -m mark --mark 4294967296
m -m mark --mark
m -m mark --mark -1
m -m connmark --mark 5/7
m -m connmark ! --mark 5
m -m comment --comment "hello world"
m -m comment --comment 'a"b\c'
m -m comment --comment x
m -m comment
m ! -m comment --comment x
m -m comment ! --comment x
m -m comment --comment "$(printf '%0300d' 5)"
m -m comment --comment 'ü'
m -m addrtype --dst-type LOCAL
m -m addrtype ! --dst-type LOCAL --src-type UNICAST,local
m -m addrtype --dst-type FOO
m -m addrtype
m -m addrtype --limit-iface-in
m -m addrtype --dst-type LOCAL --limit-iface-in
m -m addrtype --dst-type LOCAL --limit-iface-in --limit-iface-out
m -m addrtype --src-type BROADCAST --limit-iface-out
m -m physdev --physdev-in eth0
m -m physdev --physdev-in 'eth+' ! --physdev-is-bridged
m -m physdev --physdev-out abcdefghijklmnop
m -m physdev
m -m physdev --physdev-is-in
m -m physdev ! --physdev-is-out
m -m physdev --physdev-in a --physdev-in b
m -m mac --mac-source 00:11:22:33:44:55
m -m mac ! --mac-source 0:1:2:3:4:f
m -m mac --mac-source foo
m -m mac
m -m iprange --src-range 1.1.1.1-1.1.1.9
m -m iprange ! --dst-range 1.1.1.1-1.1.1.9 --src-range 2.2.2.2
m -m iprange --src-range 5.5.5.5-1.1.1.1
m -m iprange --src-range x
m -m iprange --src-range 1.1.1.1-x
m -m iprange
m -m length --length 5
m -m length --length 5:7
m -m length --length :7
m -m length --length 7:
m -m length ! --length 7
m -m length --length x
m -m length --length 5:x
m -m length --length 99999
m -m length --length 9:7
m -m length --length 1:2:3
m -m pkttype --pkt-type multicast
m -m pkttype ! --pkt-type BROADCAST
m -m pkttype --pkt-type foo
m -m pkttype --pkt-type host
m -m ttl --ttl-eq 5
m -m ttl ! --ttl 5
m -m ttl --ttl-lt 5
m -m ttl --ttl-gt 5
m -m ttl
m -m ttl --ttl-eq 256
m -m ttl --ttl-lt 5 --ttl-gt 4
m -m ttl ! --ttl-gt 4
m -p tcp -m tcpmss --mss 5:7
m -m tcpmss --mss 5
m -p tcp -m tcpmss ! --mss 7
