# counters since the last time
ip link set lo up; sysctl -qw net.ipv6.conf.all.disable_ipv6=1
nstat -z > /dev/null; echo $?
head -2 /tmp/.nstat.u0; stat -c %a /tmp/.nstat.u0
ping -c2 -q 127.0.0.1 > /dev/null
nstat
nstat
ping -c1 -q 127.0.0.1 > /dev/null
nstat -s 'Icmp*'; nstat -j; nstat
nstat -a 'IcmpIn*' 'Udp*'
nstat -jpa 'IcmpMsg*'; nstat -jp bogus; nstat -ja bogus
nstat -n; echo $?
nstat -r 'IpIn*'; nstat -rz Ip6InReceives
nstat -az 'Ip*' 'Icmp*' | wc -l
nstat -az 'IpForw*' 'Tcp*Est*' 'TcpRto*' UdpInErrors
nstat bogus; echo $?
nstat '[I'; echo $?
NSTAT_HISTORY=/tmp/h nstat -a 'IpIn*'; head -2 /tmp/h
NSTAT_HISTORY=/nosuch/x nstat; echo $?
nstat -V; echo $?; nstat -h; echo $?; nstat -x; echo $?; nstat -d; echo $?; nstat --bogus; echo $?
nstat --json --ignore 'IpIn*'
