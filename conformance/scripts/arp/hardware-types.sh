# Hardware types, and devices without Ethernet addresses.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add v0 address 02:00:00:00:00:10 type veth peer name v1 address 02:00:00:00:00:11
ip link set lo up; ip link set v0 up; ip tuntap add tun0 mode tun; ip link set tun0 up
echo "$ arp  -Ds 10.0.0.1 lo -i lo"; arp  -Ds 10.0.0.1 lo -i lo | sort; echo $?
echo "$ arp  -Ds 10.0.0.8 tun0 -i tun0"; arp  -Ds 10.0.0.8 tun0 -i tun0 | sort; echo $?
echo "$ arp  -Ds 10.0.0.8 v0 -i v0"; arp  -Ds 10.0.0.8 v0 -i v0 | sort; echo $?
echo "$ arp  -Ds 10.0.0.9 v0 pub"; arp  -Ds 10.0.0.9 v0 pub | sort; echo $?
echo "$ arp  -Ds 10.0.0.9 lo pub"; arp  -Ds 10.0.0.9 lo pub | sort; echo $?
cat /proc/net/arp | sort
echo "$ arp  -n"; arp  -n | sort; echo $?
echo "$ arp  -an"; arp  -an | sort; echo $?
echo "$ arp "; arp  | sort; echo $?
echo "$ arp  -nv -H ether"; arp  -nv -H ether | sort; echo $?
echo "$ arp  -n -H ax25"; arp  -n -H ax25 | sort; echo $?
echo "$ arp  -ne -i tun0"; arp  -ne -i tun0 | sort; echo $?
echo "$ arp  -d 10.0.0.1 -i lo"; arp  -d 10.0.0.1 -i lo | sort; echo $?
echo "$ arp  -d 0.0.0.0 -i lo"; arp  -d 0.0.0.0 -i lo | sort; echo $?
echo "$ arp  -d 10.0.0.8 -i tun0"; arp  -d 10.0.0.8 -i tun0 | sort; echo $?
echo "$ arp  -n"; arp  -n | sort; echo $?
t arp -d 10.0.0.1 pub netmask 255.0.0.0
t arp -s 10.0.0.1 02:00:00:00:00:10 pub netmask 0.0.0.0
t arp -d 10.0.0.1 pub netmask 0.0.0.0 dev v0
t sysctl net.ipv4.conf.v0.proxy_arp net.ipv4.conf.all.proxy_arp
t arp -d 10.0.0.1 pub netmask 255.255.255.255 dev v0
t arp -d 10.0.0.1 netmask x dev v0
t arp -d 10.0.0.1 pub priv dontpub
t arp -d 10.0.0.1 pub priv auto dev v0
for h in $(arp -h 2>&1 | sed -n '/possible hardware/,$p' | grep -o '[a-z0-9]* (' | tr -d '(' | sort -u) loop unspec slip cslip slip6 cslip6 adaptive ash ether tr ax25 netrom rose tunnel ppp hdlc lapb arcnet dlci frad sit fddi hippi irda x25 infiniband eui64 strip generic; do echo "$h: $(arp -H "$h" -n 2>&1)";  done | sort -u
arp -n -H ether
