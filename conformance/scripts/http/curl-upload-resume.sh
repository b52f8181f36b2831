# `curl -C` with what is sent: the part behind the place, and what the server is told of it
ip link set lo up
printf '0123456789abcdef' > /tmp/up
: > /tmp/none
printf 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n' > /tmp/resp
try() {
  echo "--- $*"
  { sleep 0.3; cat /tmp/resp; } | nc -l -N 127.0.0.1 8080 > /tmp/got &
  sleep 0.1
  curl -sS -m 4 -H Expect: "$@" http://127.0.0.1:8080/f 2>&1
  echo "rc=$?"
  wait
  cat /tmp/got
  echo
}
exec < /dev/null
try -T /tmp/up
try -T /tmp/up -C 4
try -T /tmp/up -C 15
try -T /tmp/up -C 16
try -T /tmp/up -C 20
try -T /tmp/up -C -
try -T /tmp/up -C 0
try -T /tmp/up -r 2-3
try -T /tmp/up -r 2-3 -C 4
try -T /tmp/none -C 4
try -T /tmp/none -C -
try -C 4 -d hello
try -C 5 -d hello
try -C - -d hello
try -r 1-2 -d hello
try -C 4 -T /tmp/up -H 'Content-Range: x'
try -C 4 -T /tmp/up -X POST
try -C 4 -T /tmp/up -X GET
try -C 4 -d hello -X PUT
try -C 4 -d hello -G
try -r 1-2 -d hello -G
try -C 4 -I
try -r 2-3 -H 'Range: x'
echo 0123456789 | try -C 4 -T -
echo 0123456789 | try -C 40 -T -
echo 0123456789 | try -C - -T -
echo 0123456789 | try -C 0 -T -
echo 0123456789 | try -r 1-2 -T -
try -C 4 -T - < /tmp/up
try -v -C 16 -T /tmp/up
try -C 4 -d @/tmp/up
curl -sS -C 16 -T /tmp/up http://127.0.0.1:8082/ 2>&1 | sed 's/after [0-9]* ms/after N ms/'
