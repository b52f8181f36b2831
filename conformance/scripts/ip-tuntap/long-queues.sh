# Queues that are longer than a ring of pointers can be.
t() { echo "\$ $*"; "$@" 2>&1; echo "[$?]"; ip link show dev v0 | sed 's/link.ether ..:..:..:..:..:../link/'; }
ip tuntap add v0 mode tap
t ip link set v0 up
t ip link set v0 txqueuelen 524288
t ip link set v0 txqueuelen 524289
t ip link set v0 txqueuelen -1
t ip link set v0 down
t ip link set v0 txqueuelen 524289
t ip link set v0 up
t ip link set v0 down txqueuelen 524288
t ip link set v0 up
ip tuntap del v0 mode tap
ip tuntap add v0 mode tap
t ip link set v0 txqueuelen 524289
t ip link set v0 up
t ifconfig v0 txqueuelen 5
t ip link set v0 txqueuelen 600000
ip tuntap del v0 mode tap
echo "[$?]"
ip link del v0
ip tuntap add v0 mode tap
ip link set v0 up
ifconfig v0 txqueuelen 600000; ifconfig v0 | grep -o txq.*
echo 600000 > /sys/class/net/v0/tx_queue_len
cat /sys/class/net/v0/tx_queue_len
ip link set v0 txqueuelen 0
t ip link set v0 down
t ip link set v0 up
t ip link set v0 txqueuelen 600000
ip link set v0 txqueuelen 0
ip link set v0 down
ip link set v0 txqueuelen 0
t ip link set v0 up
t ip link set v0 txqueuelen 600000
