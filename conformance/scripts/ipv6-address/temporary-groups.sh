# The groups of a temporary address are joined after those of its public one.
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.default.router_solicitations=0
for i in 1 2 3; do
ip link add name veth0 address 02:00:00:00:00:13 numtxqueues 1 numrxqueues 1 type veth peer name veth3 address 02:00:00:00:00:14 numtxqueues 1 numrxqueues 1
sysctl -q net.ipv6.conf.veth0.use_tempaddr=2
ip a add fd00::1/64 mngtmpaddr dev veth0
sleep 0.06
ip maddr show dev veth0 | grep ff0 | sed 's/ff02::1:ff00:1$/main/; s/ff02::1:ff[0-9a-f:]*/temp/'| tr '\n' ' '; echo
ip link del veth0
done
