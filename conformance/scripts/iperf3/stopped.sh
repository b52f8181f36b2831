# iperf3 that is ended by a signal, on either side, and servers that have had enough.
ip link set lo up
hide() { sed -E -e 's/[0-9]+(\.[0-9]+)? ([KMG]?)Bytes/N Bytes/g' -e 's/ +[0-9]+(\.[0-9]+)? [KMG]?bits\/sec/ N bits\/sec/' -e 's/port [0-9]{5}/port N/g' -e 's/-[0-9]+\.[0-9]+ /-N /' -e 's/N +sec +/N sec /' -e 's/( bits\/sec) +[0-9]+ +/\1 R /' -e 's/ +$//' "$@"; }
iperf3 -s > s 2>&1 & p=$!
sleep 0.3; kill $p; wait $p; echo "= $?"; cat s
iperf3 -s -i 0 > s 2>&1 & p=$!
sleep 0.3
iperf3 -c 127.0.0.1 -t 5 -i 0 -b 1M -l 10K > c 2>&1 & q=$!
sleep 1.5; kill $q; wait $q; echo "= $?"; hide c
sleep 0.2; kill $p; wait $p; echo "= $?"; hide s
iperf3 -s -1 -p 5203 --server-bitrate-limit 1M > s 2>&1 &
sleep 0.3
iperf3 -c 127.0.0.1 -p 5203 -b 5M -t 3 > c 2>&1; echo "= $?"; hide c
wait; hide s
iperf3 -s -1 -p 5204 --rcv-timeout 500 > s 2>&1 &
sleep 0.3
iperf3 -c 127.0.0.1 -p 5204 -t 3 -b 1000 > c 2>&1 & q=$!
sleep 0.3; kill -STOP $q; sleep 1.5; hide s; kill -KILL $q
wait
iperf3 -s -p 5205 > s 2>&1 & p=$!
sleep 0.3
iperf3 -c 127.0.0.1 -p 5205 -t 2 -i 0 -b 1M -l 10K > c 2>&1 & q=$!
sleep 0.7
iperf3 -c 127.0.0.1 -p 5205; echo "= $?"
kill -KILL $q; sleep 0.4; kill $p; wait $p; hide s
