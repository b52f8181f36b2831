# What is no router advertisement: hop limit, code, source, length, options, checksum.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
raw() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 "$@"; sleep 0.1; }
show() { ip -6 route show default | sed 's/expires [0-9]*sec/expires Nsec/'; }
counters() { awk '/Icmp6InRouterAdv|Icmp6InErrors|Icmp6InCsum|Ip6InDiscards|Icmp6InMsgs/' /proc/net/dev_snmp6/h0; }
echo "- hop limit 254"; raw 3a fe fe80::b ff02::1 86000000 40000708 00000000 00000000; show
echo "- code 1"; raw 3a ff fe80::b ff02::1 86010000 40000708 00000000 00000000; show
echo "- global source"; raw 3a ff 2001:db8::b ff02::1 86000000 40000708 00000000 00000000; show
echo "- short"; raw 3a ff fe80::b ff02::1 86000000 40000708 00000000 000000; show
echo "- option of length 0"; raw 3a ff fe80::b ff02::1 86000000 40000708 00000000 00000000 0100 00*6; show
echo "- option cut off"; raw 3a ff fe80::b ff02::1 86000000 40000708 00000000 00000000 0102 00*6; show
echo "- one byte behind"; raw 3a ff fe80::b ff02::1 86000000 40000708 00000000 00000000 01; show
echo "- checksum"; raw 3a ff fe80::b ff02::1 8600dead 40000708 00000000 00000000; show
echo "- unknown options are ignored"; raw 3a ff fe80::b ff02::1 86000000 40000708 00000000 00000000 fd01 00*6; show
counters
