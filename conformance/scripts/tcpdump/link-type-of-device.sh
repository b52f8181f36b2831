# Which link type a device is opened with, and what is said of it; names of services are looked up as the resolver does.
t() { echo "\$ $*"; "$@" 2>&1; echo "[$?]"; }
ip link add eth0 type veth peer name w
ip link set eth0 up
t tcpdump -O -d -i eth0 -y EN10MB 'broadcast'
t tcpdump -O -d -i w -y EN10MB 'broadcast'
t tcpdump -O -d -i lo -y EN10MB 'broadcast'
t tcpdump -O -d -i nosuch -y EN10MB 'broadcast'
t tcpdump -O -d -y EN10MB 'broadcast'
t tcpdump -O -d -i eth0 -y RAW 'broadcast'
t tcpdump -O -d -i eth0 -y foo 'broadcast'
t tcpdump -O -d -i any -y LINUX_SLL2 'broadcast'
t tcpdump -O -d -i any -y LINUX_SLL 'broadcast'
t tcpdump -O -d -i any -y EN10MB 'broadcast'
t tcpdump -O -d -i any 'broadcast'
t tcpdump -d -i eth0 -y EN10MB -n
t tcpdump -L -i eth0 -y EN10MB
ip link set lo up
t tcpdump -O -d -i lo -y EN10MB 'broadcast'
t tcpdump -O -ddd -i lo -y EN10MB 'ip'
t tcpdump -O -dd -i lo -y EN10MB 'ip'
t tcpdump -d -i lo -y EN10MB 'ip'
t tcpdump -O -d -i lo 'ip'
t tcpdump -O -d -i any 'ip'
t tcpdump -O -d -i 1 'ip'
t tcpdump -L -i 1
t tcpdump -O -d -i 1 ip
t tcpdump -O -d -i 1 -y LINUX_SLL2 ip
t tcpdump -O -d -i 1 -y LINUX_SLL ip
t timeout 0.3 tcpdump -i 1
t timeout 0.3 tcpdump -i any
t tcpdump -O -d -i 0 ip
t tcpdump -O -d -i 99 ip
t tcpdump -O -d -i 01 ip
ip link set lo down
export NSTAT_HISTORY=/tmp/history; nstat -n
t tcpdump -O -d -y EN10MB 'port http'; nstat
t tcpdump -O -d -y EN10MB 'tcp port http'; nstat
t tcpdump -O -d -y EN10MB 'port ntp'; nstat
t tcpdump -O -d -y EN10MB 'portrange ftp-domain'; nstat
t tcpdump -O -d -y EN10MB 'port 80'; nstat
t tcpdump -O -d -y EN10MB 'host localhost'; nstat
t tcpdump -O -d -y EN10MB 'port nosuch'; nstat
