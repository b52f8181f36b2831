# accept_dad 0, 1, 2: no check, a check, and a device that is not used when its link-local address is taken.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up
na() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 88000000 20000000 fe80::ff:fe00:a 0201 02:00:00:00:00:0b; }
for mode in 0 1 2; do
  echo "- accept_dad $mode"
  sysctl -qw net.ipv6.conf.h0.accept_dad=$mode
  ip link set h0 up; sleep 0.05; ip -6 -o addr show h0 | sed 's/.*inet6//'; na; sleep 0.5
  ip -6 addr show h0; sysctl net.ipv6.conf.h0.disable_ipv6
  ip link set h0 down
done
echo "- conf/all counts too"
sysctl -qw net.ipv6.conf.h0.disable_ipv6=0 net.ipv6.conf.h0.accept_dad=0 net.ipv6.conf.all.accept_dad=2
ip link set h0 up; sleep 0.05; na; sleep 0.5
ip -6 addr show h0; sysctl net.ipv6.conf.h0.disable_ipv6
