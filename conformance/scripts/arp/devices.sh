# Devices by name and by hardware address, aliases, masks, and what deletions take.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
show() { ip neigh show nud all | sort; ip neigh show proxy|sort; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip link add v0 address 02:00:00:00:00:10 type veth peer name v1 address 02:00:00:00:00:11
ip addr add 10.0.0.1/24 dev v0
ip addr add 10.0.5.1/24 dev lo
ip link set lo up; ip link set v0 up; ip link set v1 up
ip tuntap add tun0 mode tun; ip tuntap add tap0 mode tap; ip link set tap0 address 02:00:00:00:00:12
t arp -Ds 10.0.0.3 lo -i lo
t arp -Ds 10.0.0.3 lo
t arp -Ds 10.0.0.4 v0
t arp -Ds 10.0.0.5 lo pub
t arp -Ds 10.0.0.6 v1 pub
t arp -Ds 10.0.0.7 lo pub -i v0
t arp -Ds 10.0.0.7 v0 -i lo
t arp -Ds 10.0.0.8 tun0 -i v0
t arp -Ds 10.0.0.8 tun0 pub
t arp -Ds 10.0.0.8 tun0 -i tun0
t arp -vDs 10.0.0.9 lo:1
t arp -Ds 10.0.0.9 v0 -i v0:1
t arp -Ds 10.0.0.9 v0:1 pub
t arp -vDs 10.0.0.9 v0:x pub
t arp -s 10.0.0.10 02:00:00:00:00:22 -i lo
t arp -s 10.0.5.1 02:00:00:00:00:22
t arp -s 10.0.5.3 02:00:00:00:00:22
t arp -s 10.0.0.255 02:00:00:00:00:22
t arp -s 127.0.0.1 02:00:00:00:00:22
t arp -s 224.0.0.1 02:00:00:00:00:22
t arp -s 10.0.0.1 02:00:00:00:00:22
t arp -s 10.9.0.1 02:00:00:00:00:22
t arp -s 0.0.0.0 02:00:00:00:00:22
t arp -s 255.255.255.255 02:00:00:00:00:22
t arp -s 10.0.0.11 02:00:00:00:00:22 temp
t arp -s 10.0.0.12 02:00:00:00:00:22 pub
t arp -s 10.0.0.12 02:00:00:00:00:22 pub -i v0
t arp -s 10.0.0.12 02:00:00:00:00:10 pub
t arp -s 10.0.0.13 02:00:00:00:00:22 pub netmask 255.255.255.0
t arp -s 10.0.0.13 02:00:00:00:00:10 pub netmask 0.0.0.0
t arp -s 10.0.0.13 02:00:00:00:00:22 netmask 0.0.0.0
t arp -s 10.0.0.13 02:00:00:00:00:22 netmask 255.255.255.255
t sysctl net.ipv4.conf.v0.proxy_arp net.ipv4.conf.all.proxy_arp
t arp -s 10.0.0.13 02:00:00:00:00:22 dontpub
t arp -s 10.0.0.13 02:00:00:00:00:10 pub dontpub
t arp -i tun0 -s 10.0.0.13 02:00:00:00:00:22
t arp -H ether -i v0 -s 10.0.0.13 02:00:00:00:00:22
t arp -H ether -Ds 10.0.0.13 lo
t arp -H loop -s 10.0.0.13 00:00:00:00:00:00
t arp -i nosuch -s 10.0.0.13 02:00:00:00:00:22
t arp -Ds 10.0.0.13
t arp -Ds 10.0.0.13 nosuch
t arp -Ds nohost v0
t arp -Ds 10.0.0.14 v0 dev
t arp -Ds 10.0.0.14 v0 netmask
t arp -Ds 10.0.0.14 v0 netmask x
show
t arp -n | sort
t arp -nv | sort
t arp -an | sort
t arp -an -i v0 | sort
t arp -an -i lo | sort
t arp -n 10.0.0.4 | sort
t arp -n 10.0.0.99 | sort
t arp -an 10.0.0.99 | sort
t arp -nvi nosuch | sort
t arp -d 10.0.0.4 pub
t arp -d 10.0.0.4
t arp -d 10.0.0.4
t arp -vd 10.0.0.4
t arp -d 10.0.0.5 pub
t arp -d 10.0.0.6 pub
t arp -d 10.0.0.6 -i v1 pub
t arp -d 10.0.0.12 priv
t arp -d 10.0.0.12 dev v0
t arp -d 10.0.0.12 dev v0
t arp -d 10.0.0.3 -i lo
t arp -d 10.0.0.3 -i lo
t arp -d 10.9.0.3
t arp -d 10.9.0.3 pub
t arp -d 10.9.0.3 pub -i nosuch
t arp -d 10.9.0.3 netmask 0.0.0.0
t arp -d 10.9.0.3 pub netmask 0.0.0.0
t arp -d 10.9.0.3 temp dontpub
t arp -d 224.0.0.1
t arp -d 127.0.0.1
t sysctl net.ipv4.conf.v0.proxy_arp net.ipv4.conf.all.proxy_arp
show
