# Settings of two numbers of which one is written, limits that depend on each other, and how sysctl and the shells tell.
t() { "$@"; echo "= $?"; }
for value in 5 0 '' x '0 x' -1; do echo "$value" > /proc/sys/net/ipv4/ping_group_range; cat /proc/sys/net/ipv4/ping_group_range; done
for value in 500 1024 61000 ''; do echo "$value" > /proc/sys/net/ipv4/ip_local_port_range; cat /proc/sys/net/ipv4/ip_local_port_range; done
t sysctl -w net.ipv4.ipfrag_low_thresh=4194305; t sysctl -w net.ipv4.ipfrag_high_thresh=3145727
t sysctl -b net.ipv4.ip_default_ttl=5; t sysctl -w 0; t sysctl foo=3 bar=4; t sysctl foo bar
t sh -c "echo 0 > /proc/sys/net/ipv4/igmp_qrv"; t sh -c "echo 1 > /nosuch/x; echo after"; t sh -c "cat < /nosuch; echo after"; t sh -c ": > /nosuch/x; echo after"
