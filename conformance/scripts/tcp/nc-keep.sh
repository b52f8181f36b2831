# one listener for several clients, one after the other; -w, -q, -W, -C
ip link set lo up
nc -nlkv 127.0.0.1 5000 > got 2> words < /dev/null &
server=$!
sleep .5
for i in 1 2 3; do echo "client $i" | timeout 5 nc -nN 127.0.0.1 5000; sleep .3; done
kill $server
wait $server 2> /dev/null
cat got
sed 's/127.0.0.1 [0-9]*$/127.0.0.1 PORT/' words
nc -nl 127.0.0.1 5001 > got < /dev/null &
server=$!
sleep .5
printf 'one\ntwo\n' | nc -nCq 1 127.0.0.1 5001
echo "= $?"
wait $server
od -c got
sleep 3 | nc -nl 127.0.0.1 5002 > got &
server=$!
sleep .5
sleep 3 | nc -nw 1 127.0.0.1 5002
echo "= $?"
wait $server
(sleep .3; echo one; sleep .3; echo two; sleep .3) | nc -nul 127.0.0.1 5003 > got &
server=$!
sleep .2
echo hello | nc -nuW 1 127.0.0.1 5003
echo "= $?"
kill $server
wait $server 2> /dev/null
cat got
