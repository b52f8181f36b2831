# arping without an address to send from, and on devices that have none themselves.
t() { "$@"; echo "= $?"; }
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip tuntap add tap1 mode tap; ip tuntap add tun1 mode tun
t arping -c 1 -w 1 -I tun1 10.0.0.1
ip link set tap1 up; ip link set tun1 up
t arping -c 1 -w 1 -I tap1 10.0.0.1; t arping -q -c 1 -w 1 -I tap1 10.0.0.1; t arping -c 1 -w 1 -I tun1 10.0.0.1
