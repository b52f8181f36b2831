# Which names of states may be short; neighbours by who made them.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1
ip link add veth0 index 20 type veth peer name veth1 index 21
ip link set veth0 up
ip link set veth1 up
ip n a 10.0.0.2 l 02:00:00:00:00:02 dev veth0 protocol static
for s in p perm r reach noar noa non no n sta s in incomp d del pro prob f fai 0x4 ''; do echo "$s:"; ip n c 10.0.0.2 lladdr 02:00:00:00:00:02 nud $s dev veth0; ip n s nud all; done
ip n s nud perm
ip n s nud a
ip n s protocol static
ip n s protocol boot
ip n s protocol foo
ip n s p static
ip n s p boot
ip n s pro
ip n s prox
ip n s proxy
ip n s prot 4
ip n s master lo
ip n s mast lo
ip n s nomaste
ip n s unuse
ip n s vr lo
ip n f prot boot
ip n f dev veth0 prot 4
ip n s nud all
