# What random commands found: numbers of ICMP types with something behind; tables that restore does not know, also where it is to pass over them
for t in 1x x1 3/ 3/1x 3/x 256 3/256 -1 echo echo-re any '' 3//1 0x3 3/0x1 ' 3' '!' 99999999999 08/1; do
for p in "iptables -A INPUT -m icmp --icmp-type" "iptables -A INPUT -p icmp --icmp-type" "ip6tables -A INPUT -p icmpv6 --icmpv6-type"; do $p "$t" 2>&1 | head -1; done; done
iptables -S; ip6tables -S
p() { printf '%s\n' "$@"; }
for a in iptables-restore ip6tables-restore; do
p '*nope' | $a -T raw; echo "=$?"
p '*nope' | $a -T filter; echo "=$?"
p '*nope' '-A INPUT' COMMIT | $a -T filter; echo "=$?"
p '*nope' '-A INPUT' COMMIT | $a -T nope; echo "=$?"
p '*filter' COMMIT '*nope' COMMIT | $a -T filter; echo "=$?"
p '*' | $a -T raw; echo "=$?"
p '*raw' | $a -T raw; echo "=$?"
p '*raw' COMMIT | $a -T filter; echo "=$?"
p '*nope' | $a -n -T raw; echo "=$?"
p '*nope' COMMIT | $a -t; echo "=$?"
done
