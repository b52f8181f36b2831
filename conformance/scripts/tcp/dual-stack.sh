# one listener of IPv6 for both families, and what stands in its way
ip link set lo up
try() { echo "\$ $*"; timeout 3 "$@" < /dev/null 2>&1; echo "= $?"; }
nc -nvl :: 5000 2> words &
server=$!
sleep .5
try nc -nzv 127.0.0.1 5000
wait $server
sed 's/ [0-9]*$/ PORT/' words
nc -nvl :: 5000 2> words &
server=$!
sleep .5
try nc -nzv ::1 5000
wait $server
sed 's/ [0-9]*$/ PORT/' words
nc -n6l 5001 > /dev/null &
server=$!
sleep .5
try nc -nzv 127.0.0.1 5001
try nc -nzv ::1 5001
sleep .5
nc -nl 127.0.0.1 5002 > /dev/null &
server=$!
sleep .5
try nc -nzv ::ffff:127.0.0.1 5002
wait $server
try nc -nzv4 ::1 5002
try nc -nzv6 127.0.0.1 5002
