# what nc says, and its status
ip link set lo up
try() { echo "\$ $*"; timeout 5 "$@" </dev/null 2>&1; echo "= $?"; }
try nc -v 127.0.0.1 5
try nc 127.0.0.1 5
try nc -zv 127.0.0.1 5-7
nc -l 127.0.0.1 17000 >/dev/null &
sleep .5
try nc -zv 127.0.0.1 17000
sleep .5
nc -l 17003 > got &
sleep .5
try nc -v -N localhost 17003
nc -6l 17004 > got &
sleep .5
try nc -6nv -N ::1 17004
echo "both families:"
nc -nvl 127.0.0.1 17006 2>words &
sleep .5
echo "to the listener" | timeout 5 nc -N 127.0.0.1 17006 > got
sleep .5
cat got; sed "s, [0-9]*$, PORT," words
nc -ul 17005 > udp &
server=$!
sleep .5
try nc -uvz 127.0.0.1 17005
sleep .5
kill $server
wait $server
cat udp
echo
try nc -uvz 127.0.0.1 17006
try nc 1.2.3.4
try nc -l
try nc -l 1.2.3.4 5
try nc 127.0.0.1 70000
try nc 127.0.0.1 abc
try nc -w x 127.0.0.1 5
try nc -p 0 127.0.0.1 5
try nc -s 9.9.9.9 127.0.0.1 5
try nc -v 10.1.1.1 5
try nc -v6 fd00::1 5
try nc -lz 5
try nc -k 127.0.0.1 5
try nc -i x 1 2
try nc -q x 1 2
try nc -W x 1 2
try nc -T foo 127.0.0.1 5
try nc -M 300 127.0.0.1 5
try nc -I x 127.0.0.1 5
try nc
try nc -Q
try nc -h
