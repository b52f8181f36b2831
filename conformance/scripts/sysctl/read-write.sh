# Reading, writing, and their options.
sysctl net.ipv4.ip_forward
sysctl net/ipv4/ip_forward
sysctl -n net.ipv4.ip_forward
sysctl -N net.ipv4.ip_forward
sysctl -e net.nosuch; echo $?
sysctl net.nosuch; echo $?
sysctl -w net.ipv4.ip_forward=1; echo $?
sysctl -q -w net.ipv4.ip_forward=0; echo $?
sysctl net.ipv4.ip_forward=1; echo $?
sysctl -w net.ipv4.ip_forward; echo $?
sysctl -w net.ipv4.nosuch=1; echo $?
sysctl -w net.ipv4.ip_forward=x; echo $?
sysctl -w net.ipv4.conf.lo.arp_ignore=1 net.ipv4.conf.lo.arp_announce=2; echo $?
sysctl net.ipv4.conf.lo.arp_ignore net.ipv4.conf.lo.arp_announce
cat /proc/sys/net/ipv4/ip_forward
echo 0 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward
echo x > /proc/sys/net/ipv4/ip_forward; echo $?
echo 1 > /proc/sys/net/ipv4/nosuch; echo $?
sysctl -b net.ipv4.ip_forward; echo
sysctl; echo $?
sysctl -Z; echo $?
sysctl -V; echo $?
