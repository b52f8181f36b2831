# a server that neither reads nor writes its file of leases
mkdir -p /tmp/leases
echo "4102444800 02:00:00:00:00:09 10.0.0.13 other *" > /tmp/leases/given
ip netns add c
ip link add veth-a address 02:00:00:00:00:01 type veth peer name veth-b address 02:00:00:00:00:02
ip link set veth-b netns c
ip addr add 10.0.0.1/24 dev veth-a
ip link set veth-a up
ip -n c link set veth-b up
sleep 1.5
serve() {
  dnsmasq -d -u root -C /dev/null --no-resolv --no-hosts --port=0 --interface=veth-a --bind-interfaces --no-ping \
    --dhcp-range=10.0.0.13,10.0.0.14,1h "$@" 2>/tmp/log & p=$!
  sleep 0.7
  ip netns exec c busybox udhcpc -i veth-b -n -q -t 2 -s /bin/true 2>&1 | tail -n 1
  kill $p
  wait
  grep -c DHCPACK /tmp/log
  ls /tmp/leases
  cat /tmp/leases/given
}
serve --leasefile-ro --dhcp-leasefile=/tmp/leases/none
serve --dhcp-leasefile=/tmp/leases/given -9
