# Requests with cookies and ranges, as a server gets them.
ip link set lo up
printf 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n' > answer
t() { echo "+ curl $*"; (timeout 3 nc -l -N 127.0.0.1 80 < answer > request 2>/dev/null &); sleep 0.2; timeout 3 curl -s "$@" </dev/null; echo "= $?"; sleep 0.1; tr -d '\r' < request; echo; }
t -b 'a=1; b=2' http://127.0.0.1/
t --cookie x=y -d q=1 http://127.0.0.1/
t -b a=1 -b b=2 http://127.0.0.1/
t -b a=1 -e http://r/ http://127.0.0.1/
t -r 0-3 http://127.0.0.1/
t -I -r 1-2 http://127.0.0.1/x
