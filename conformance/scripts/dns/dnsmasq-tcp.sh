# dnsmasq answers over TCP too
ip link set lo up
ip link add vethA address 02:00:00:00:00:0a type veth peer name vethB
ip addr add 10.0.0.1/24 dev vethA; ip link set vethA up
run() { dnsmasq -k -u root -C /dev/null --no-resolv --no-hosts --host-record=www.example.org,127.0.0.2 --local=/example.org/ "$@" 2>/dev/null & server=$!; sleep 0.5; }
many=$(for i in $(seq 1 80); do echo --address=/many.example.org/10.1.2.$i; done)
q() { echo "+ $*"; "$@" 2>&1 | sed -E 's/id: [0-9]+/id: N/; s/(time: |in )[0-9]+ (ms)/\1N \2/; s/WHEN: .*/WHEN/; s/COOKIE: [0-9a-f]+/COOKIE: N/'; echo "= ${PIPESTATUS[0]}"; }
run --listen-address=127.0.0.1 --bind-interfaces $many
q dig +tcp @127.0.0.1 www.example.org
q dig +tcp @127.0.0.1 nope.example.org +noall +comments
dig @127.0.0.1 many.example.org +short | sort -V | tail -2
q host -T www.example.org 127.0.0.1
ss -tlnH 'sport = :53' | sort
printf '\0\3abc\0\21ab\1\0\0\1\0\0\0\0\0\0\0\0\1\0\1' | timeout 1 nc -N 127.0.0.1 53 | od -An -tx1
printf '\377\377abc' | nc -N 127.0.0.1 53 | od -An -tx1
q dig +tcp @127.0.0.1 www.example.org +short
kill $server; wait $server
run --interface=vethA --except-interface=lo
ss -tlnH 'sport = :53' | sort
q dig +tcp +tries=1 +time=1 @10.0.0.1 www.example.org +short
kill $server; wait $server
