# What a lab sees of names and leases: dnsmasq, dig and udhcpc.
ip netns add s
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02 netns s
ip -n s addr add 10.0.0.1/24 dev v1
ip -n s link set v1 up
ip link set v0 up
sleep 1.5
ip netns exec s dnsmasq -d -i v1 --no-resolv --no-hosts --dhcp-range=10.0.0.50,10.0.0.60,12h --dhcp-host=02:00:00:00:00:01,10.0.0.55 \
  --dhcp-option=option:ntp-server,10.0.0.3 --domain=lab --address=/a.lab/10.0.0.5 --txt-record=t.lab,words --local=/lab/ --dhcp-leasefile=/tmp/leases >log 2>&1 &
sleep 0.5
tcpdump -i v0 -nn -t -l -e -v udp port 67 >cap 2>/dev/null & T=$!
sleep 1
udhcpc -i v0 -n -q -f -s /bin/true >/dev/null 2>&1
sleep 0.5
kill $T; sleep 0.2
sed -E 's/ id [0-9]+/ id N/; s/xid 0x[0-9a-f]+/xid X/; s/secs [0-9]+, //; s/"udhcp [^"]*"/"udhcp"/' cap
ip addr add 10.0.0.55/24 dev v0
tcpdump -i v0 -nn -t -l -v udp port 53 >cap 2>/dev/null & T=$!
sleep 1
for q in "a.lab A" "a.lab AAAA" "t.lab TXT" "x.lab A"; do dig @10.0.0.1 +tries=1 +time=2 +nocookie $q >/dev/null; done
sleep 0.5
kill $T %1; sleep 0.2
sed -E 's/id [0-9]+/id N/; s/10.0.0.55.[0-9]+/10.0.0.55.P/; s/: [0-9]+([+* ])/: Q\1/' cap
