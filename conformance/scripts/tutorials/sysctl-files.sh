#!/bin/bash
# As Ubuntu tutorials write it: sysctl.d files, tee, wildcards in /proc.
set -e
ip netns add blue
ip link add veth0 type veth peer name veth1
ip link set veth1 netns blue
ip addr add 192.168.15.1/24 dev veth0
ip -n blue addr add 192.168.15.2/24 dev veth1
ip link set dev veth0 up; ip netns exec blue ip link set dev veth1 up; ip netns exec blue ip link set lo up
echo "net.ipv4.ip_forward = 1" | tee /tmp/99-forward.conf
sysctl -p /tmp/99-forward.conf
printf '# comment\n; other\nnet.ipv4.conf.all.rp_filter=2\n-net.nosuch.key = 1\nnet.ipv4.conf.veth0/send_redirects=0\n\nnet.ipv4.conf.all.log_martians\n' > /tmp/a.conf; sysctl -p /tmp/a.conf || echo "rc $?"
sysctl -w net.ipv4.conf.all.forwarding=1
sysctl -n net.ipv4.ip_forward net.ipv4.conf.veth0.rp_filter; sysctl net.ipv4.nosuch || echo "rc $?"; sysctl -w net.ipv4.ip_forward || echo "rc $?"; sysctl -w net.ipv4.tcp_rmem="4096 131072 6291456"; sysctl -w net.ipv4.ip_local_port_range="61000 60000" || echo "rc $?"; sysctl -q -w net.ipv4.ip_default_ttl=300 || echo "rc $?"
bash -c 'echo 0 > /proc/sys/net/ipv4/ip_forward'; cat /proc/sys/net/ipv4/ip_forward; sh -c "echo x > /proc/sys/net/ipv4/ip_forward" || echo "rc $?"
sysctl -a 2>/dev/null | grep -E '^net\.ipv4\.conf\.veth0\.(forwarding|rp_filter|arp_ignore|accept_redirects|proxy_arp) '
sleep 1.5; ip netns exec blue ping -c 1 192.168.15.1 | tail -2 | head -1
id -u; whoami
ip netns exec blue sysctl -w net.ipv4.ping_group_range="0 2147483647"
for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo "$f $(cat $f)"; done
iptables -t nat -A POSTROUTING -s 192.168.15.0/24 -j MASQUERADE && iptables -t nat -L -n | tail -2
ip netns exec blue ip route add default via 192.168.15.1; ip netns exec blue route -n; ip netns exec blue netstat -rn | tail -2; ip netns exec blue ifconfig veth1 | grep -o 'inet [0-9.]*  netmask [0-9.]*'
