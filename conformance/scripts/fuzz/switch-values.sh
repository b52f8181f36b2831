# Switches that turn something on keep the number they were given; which devices follow those of all, and who is told.
show() { sysctl -a 2>/dev/null | grep -E '^net.ipv[46].(conf.*\.forwarding|ip_forward |conf.*(accept_redirects|force_forwarding))'; }
ip link add eth0 address 02:00:00:00:00:11 type veth peer name eth1 address 02:00:00:00:00:12
timeout 4 ip monitor netconf >out & sleep 0.3
for setting in ipv4.ip_forward=2 ipv4.conf.eth0.forwarding=3 ipv4.conf.all.forwarding=-1 ipv4.conf.default.forwarding=5 ipv4.ip_forward=5 \
  ipv4.ip_forward=0 ipv4.conf.default.forwarding=5 ipv4.ip_forward=5 ipv6.conf.all.force_forwarding=1 ipv6.conf.eth0.force_forwarding=2 \
  ipv6.conf.eth0.force_forwarding=0 ipv6.conf.default.force_forwarding=1 ipv6.conf.all.force_forwarding=0; do
  sysctl -w net.$setting; show
done
wait; cat out
