# ss -i: times in ticks, what a sender spent its time with, what came twice or out of order
ip link set lo up
sysctl -qw net.ipv4.tcp_congestion_control=reno
socat TCP-LISTEN:7001,bind=127.0.0.1 EXEC:'sleep 6' & server=$!
sleep 0.3
(head -c 3000000 /dev/zero; sleep 6) | socat -u - TCP:127.0.0.1:7001 2> /dev/null & client=$!
sleep 2.5
ss -tinH dport = :7001 | sed -E 's/:[0-9.]+(ms|%)/:T\1/g; s/\([0-9]{2,3}\.[0-9]%/(T%/' | grep -oE '(busy|rwnd|sndbuf_l)[^ ]*'
kill $server $client 2> /dev/null; wait 2> /dev/null
nc -lk 127.0.0.1 5000 > /dev/null & server=$!
sleep 0.3
(for i in 1 2 3 4; do echo hi; sleep 0.2; done; sleep 2) | nc 127.0.0.1 5000 & client=$!
sleep 1.5
ss -tinH '( dport = :5000 or sport = :5000 )' | grep -oE ' (rto|ato):[0-9.]+' | sort
kill $server $client 2> /dev/null; wait 2> /dev/null
