# What a host makes of queries for its groups: of each version, too short, with sources.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip link set veth0 up
ip link set veth1 up
sleep 0.5
ip addr add 10.0.0.1/24 dev veth1
ip addr add 225.1.2.3/24 dev veth1 autojoin
ip addr add 225.1.2.4/24 dev veth1 autojoin
sleep 1
show() {
  # which groups will be reported, not when
  sed -n '/veth1/,$p' /proc/net/igmp | sed 's/:[0-9A-F]* *\t*\([01]\)$/ \1/'
}
query() {
  echo "- $*"
  inject veth0 01 00 5e 00 00 01 02 00 00 00 00 01 08 00 "$@"
  sleep 0.1
  show
}
show
# version 3: short, general with a source, of one group with sources, cut off
query 46 00 00 22 00 00 00 00 01 02 00 00 0a 00 00 02 e0 00 00 01 94 04 00 00 11 7f 00 00 00 00 00 00 02 7d
query 46 00 00 28 00 00 00 00 01 02 00 00 0a 00 00 02 e0 00 00 01 94 04 00 00 11 ff 00 00 00 00 00 00 02 7d 00 01 0a 00 00 ba
query 46 00 00 28 00 00 00 00 01 02 00 00 0a 00 00 02 e0 00 00 01 94 04 00 00 11 ff 00 00 e1 01 02 03 02 7d 00 02 0a 00 00 ba
query 46 00 00 28 00 00 00 00 01 02 00 00 0a 00 00 02 e0 00 00 01 94 04 00 00 11 ff 00 00 e1 01 02 03 02 7d 00 01 0a 00 00 ba
# version 2 of one group, and version 3 after it
query 46 00 00 20 00 00 00 00 01 02 00 00 0a 00 00 02 e0 00 00 01 94 04 00 00 11 ff 00 00 e1 01 02 04
query 46 00 00 28 00 00 00 00 01 02 00 00 0a 00 00 02 e0 00 00 01 94 04 00 00 11 ff 00 00 00 00 00 00 02 7d 00 01 0a 00 00 ba
# version 1, whatever group it names
ip addr add 225.1.2.5/24 dev veth1 autojoin
sleep 0.2
query 46 00 00 20 00 00 00 00 01 02 00 00 0a 00 00 02 e0 00 00 01 94 04 00 00 11 00 00 00 e1 01 02 03
