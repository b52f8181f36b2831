# Both ends of a veth pair in one namespace: why they do not answer each other, and what it takes.
ip link set lo up

# Runs a command while veth0, veth1 and lo are listened to, then shows what each of them saw.
listen_while() {
  local device
  for device in veth0 veth1 lo; do
    tcpdump -l -n -t -e -i $device 'arp or icmp' >$device.txt 2>/dev/null &
  done
  sleep 1
  "$@"
  sleep 0.5
  kill -INT $(jobs -p)
  wait
  for device in veth0 veth1 lo; do
    echo "--- $device saw:"
    cat $device.txt
  done
}

echo "=== one address only"
ip link add veth0 type veth peer name veth1
ip addr add 192.168.204.200/24 dev veth0
ip link set veth0 up
ip link set veth1 up
listen_while ping -c 3 -I veth0 192.168.205.1
ip neigh show dev veth0
ip neigh show dev veth1

echo "=== both addresses"
ip addr add 192.168.205.1/24 dev veth1
listen_while ping -c 3 -I veth0 192.168.205.1

echo "=== with accept_local where the packets arrive"
sysctl -w net.ipv4.conf.veth1.accept_local=1
listen_while ping -c 3 -I veth0 192.168.205.1
ip neigh show dev veth0
ip neigh show dev veth1

echo "=== without -I the pair is not used at all"
listen_while ping -c 1 192.168.205.1

echo "=== accept_local does not help against a strict rp_filter, but does with a loose one"
sysctl -w net.ipv4.conf.veth1.rp_filter=1
ping -c 1 -W 1 -I veth0 192.168.205.1
sysctl -w net.ipv4.conf.veth1.rp_filter=2
ping -c 1 -W 1 -I veth0 192.168.205.1

echo "=== and the answer comes over lo: without it there is none"
sysctl -w net.ipv4.conf.veth1.rp_filter=0
ip link set lo down
ping -c 1 -W 1 -I veth0 192.168.205.1
ip link del name veth0
