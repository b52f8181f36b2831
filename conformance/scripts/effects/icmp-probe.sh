# PROBE (RFC 8335): extended echo requests about an interface, by name, index and address; well formed and not.
ip netns add r
ip link add veth0 address 02:00:00:00:00:11 type veth peer name veth1 index 77 address 02:00:00:00:00:12 netns r
ip -n r link add d0 index 78 type veth peer name d1 index 79
ip -n r link set veth1 up; ip link set veth0 up; ip -n r link set d0 up; ip -n r link set lo up
ip addr add 10.0.0.1/24 dev veth0; ip -n r addr add 10.0.0.2/24 dev veth1; ip -n r addr add 10.5.0.1/24 dev d1
ip addr add fd00::1/64 dev veth0 nodad; ip -n r addr add fd00::2/64 dev veth1 nodad; ip -n r addr add fd05::1/64 dev d0 nodad
ip netns exec r sysctl -qw net.ipv6.auto_flowlabels=0
sleep 2.5
ping -c 1 -q 10.0.0.2 >/dev/null; ping -c 1 -q fd00::2 >/dev/null
tcpdump -lnxi veth0 "icmp[0]=43 or (ip6 and icmp6[0]=161)" >seen 2>/dev/null &
sleep 0.3
MACS="02:00:00:00:00:12 02:00:00:00:00:11"
# what follows the sequence number and its low byte
probe() {
  echo "-- $*"
  inject veth0 $MACS 0800 4500 0000 1234 4000 40 01 0000 10.0.0.1 10.0.0.2 2a 00 0000 0007 $*
  inject veth0 $MACS 86dd 6000 0000 0000 3a 40 fd00::1 fd00::2 a0 00 0000 0007 $*
  sleep 0.05
}
name() { printf '%s' "$1" | od -An -tx1 | tr -d '\n'; }
run() {
probe 0101 2000 0000 0008 0301 $(name lo) 0000
probe 0201 2000 0000 000c 0301 $(name veth1) 000000
probe 0301 2000 0000 0009 0301 $(name veth1)
probe 0401 2000 0000 0008 0301 $(name d1) 0000
probe 0501 2000 0000 0006 0301 $(name d0)
probe 05ff 2000 0000 0006 0301 $(name d0)
probe 0601 2000 0000 0008 0301 $(name nosu)
probe 0701 2000 0000 0008 0302 0000 004d
probe 0801 2000 0000 0008 0302 0000 0001
probe 0901 2000 0000 0008 0302 0000 0099
probe 0901 2000 0000 0008 0302 ffff ffff
probe 0a01 2000 0000 0007 0302 0000 00
probe 0b01 2000 0000 000c 0303 0001 04 00 10.0.0.2
probe 0c01 2000 0000 000c 0303 0001 04 00 10.0.0.1
probe 0d01 2000 0000 000c 0303 0001 04 00 127.0.0.1
probe 0d01 2000 0000 000c 0303 0001 04 00 127.5.0.1
probe 0d01 2000 0000 000c 0303 0001 04 00 10.5.0.1
probe 0e01 2000 0000 0018 0303 0002 10 00 fd00::2
probe 0f01 2000 0000 0018 0303 0002 10 00 fd05::1
probe 1001 2000 0000 0018 0303 0002 10 00 ::1
probe 1101 2000 0000 0018 0303 0002 10 00 fd00::9
probe 1201 2000 0000 0018 0303 0001 10 00 fd00::2
probe 1301 2000 0000 000c 0303 0002 04 00 10.0.0.2
probe 1401 2000 0000 000c 0303 0003 04 00 10.0.0.2
probe 1501 2000 0000 000c 0303 0001 05 00 10.0.0.2
probe 1601 2000 0000 0007 0303 0001 04
probe 1701 2000 0000 0008 0304 0000 0000
probe 1801 2000 0000 0004 0301
probe 1901 2000 0000 0003 0301
probe 1a01 2000 0000 0019 0301 00*32
probe 1b01 2000 0000 0014 0301 $(name 0123456789abcde) 00
probe 1c01 2000 0000 0013 0301 $(name 0123456789abcde)
probe 1d01 2000 0000 0010 0301 $(name lo)
probe 1e01 2000 0000 0008 03
probe 1f01 2000
probe 2001
# not about an interface of its own
probe 2100 2000 0000 0008 0301 $(name lo) 0000
}
sysctl net.ipv4.icmp_echo_enable_probe
probe 0001 2000 0000 0008 0301 $(name lo) 0000
ip netns exec r sysctl -w net.ipv4.icmp_echo_enable_probe=2
ip netns exec r sysctl -w net.ipv4.icmp_echo_enable_probe=1
run
# broadcast and a group are answered
inject veth0 ff:ff:ff:ff:ff:ff 02:00:00:00:00:11 0800 4500 0000 1234 4000 40 01 0000 10.0.0.1 10.0.0.255 2a 00 0000 0007 2201 2000 0000 0008 0302 0000 004d
inject veth0 33:33:00:00:00:01 02:00:00:00:00:11 86dd 6000 0000 0000 3a 40 fd00::1 ff02::1 a0 00 0000 0007 2301 2000 0000 0008 0302 0000 004d
ip netns exec r sysctl -w net.ipv4.icmp_echo_ignore_all=1 net.ipv6.icmp.echo_ignore_all=1
probe 2401 2000 0000 0008 0302 0000 004d
sleep 0.3
kill %1; wait
# without times and the identifications of IPv4
sed -E "s/^[0-9:.]+ //; /0x0000:  45/d" seen
ip netns exec r cat /proc/net/snmp | grep Icmp
ip netns exec r grep -E 'Icmp6(In|Out)(Errors|Type16)' /proc/net/snmp6
