# What listeners hear of what is written to a device's files.
ip link add v0 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:01 type veth peer v1 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:02
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
for state in down up; do
  ip link set v0 $state
  sleep 0.2
  for write in ifalias:home ifalias:home ifalias: mtu:1400 mtu:1400 tx_queue_len:7 tx_queue_len:7 netdev_group:5 flags:0x1003 flags:0x1083 flags:0x1002 carrier:0 proto_down:1; do
    ip monitor >/tmp/heard &
    sleep 0.2
    echo "== $state $write"
    echo "${write#*:}" >/sys/class/net/v0/${write%:*}
    sleep 0.2
    kill $!
    cat /tmp/heard
  done
done 2>&1 | sed 's/^.*: line [0-9]*: //' | grep -v Terminated
