# nc that is idle ends when its connection is reset, or a datagram of its is refused; the end of the other side's data alone does not end a client.
ip link set lo up
nc -l 127.0.0.1 5001 > got & l=$!
sleep 0.3
(sleep 8) | nc 127.0.0.1 5001 & c=$!
sleep 0.4
kill -KILL $l
wait $l 2> /dev/null
sleep 0.4
kill -0 $c && echo "the client waits for its input"
kill $c; wait $c 2> /dev/null
(sleep 2) | timeout 1 nc -u 127.0.0.1 5002; echo "= $?"
(echo x; sleep 3) | timeout 2 nc -u 127.0.0.1 5002; echo "= $?"
# who leaves what came unread resets
nc -l 127.0.0.1 5003 > got & l=$!
sleep 0.3
(sleep 0.8; echo data; sleep 8) | nc 127.0.0.1 5003 & c=$!
sleep 0.4
kill -STOP $l
sleep 0.8
kill -KILL $l; wait $l 2> /dev/null
sleep 0.4
kill -0 $c 2> /dev/null || echo "reset ends it"
wait $c; echo "= $?"
