# What curl keeps and repeats: headers in a file, cookies in a jar, tries, names that are joined to others, proxies, many addresses in one word.
ip link set lo up
answer() { printf 'HTTP/1.1 %s\r\nContent-Length: 3\r\n%bConnection: close\r\n\r\nok\n' "$1" "$2"; }
t() { echo "+ curl $*"; (timeout 3 nc -l -N 127.0.0.1 80 < a > request 2>/dev/null &); sleep 0.2; timeout 3 curl -s "$@" </dev/null; echo "= $?"; sleep 0.1; tr -d '\r' < request; }
answer '200 OK' 'Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; Path=/sub; Max-Age=100000000\r\nset-cookie: c=3; HttpOnly\r\nSet-Cookie: d=4; domain=other.org\r\nSet-Cookie: e=5; secure\r\n' > a
t -D head -c jar http://127.0.0.1/x/y
tr -d '\r' < head
sed -E 's/\t[1-9][0-9]{8,}\t/\tTIME\t/' jar
t -b jar http://127.0.0.1/sub/z
t -b jar -c jar2 -b q=1 http://127.0.0.1/x/q
t -b jar -j http://127.0.0.1/x/q
t -b /nosuch http://127.0.0.1/x/q
t -c - http://127.0.0.1/ | sed -E 's/\t[1-9][0-9]{8,}\t/\tTIME\t/'
answer '404 Not Found' '' > a
t --fail-with-body http://127.0.0.1/
t -f http://127.0.0.1/
answer '503 Busy' '' > a
t --retry 1 --retry-delay 1 http://127.0.0.1/
curl -sS --retry 2 --retry-delay 1 --retry-connrefused http://127.0.0.1:99/; echo "= $?"
curl -S --no-progress-meter --retry 1 --retry-delay 1 --retry-connrefused http://127.0.0.1:99/ 2>&1; echo "= $?"
answer '200 OK' '' > a
t --connect-to a.b:81:127.0.0.1:80 http://a.b:81/
t --connect-to ::127.0.0.1: http://a.b/q
t -x 127.0.0.1:80 http://some.where:8080/p?q
t -x http://u:p@127.0.0.1:80 http://some.where/p
http_proxy=http://127.0.0.1:80 t http://some.where/p
http_proxy=http://127.0.0.1:80 no_proxy=where,127.0.0.1 t http://127.0.0.1/direct
http_proxy=http://127.0.0.1:80 t --noproxy '*' http://127.0.0.1/direct
t -z 'Tue, 01 Jan 2030 00:00:00 GMT' http://127.0.0.1/
t -z '-Tue, 01 Jan 2030 00:00:00 GMT' http://127.0.0.1/
t --create-dirs --output-dir d/e -o f http://127.0.0.1/
cat d/e/f
for i in 1 2 3; do (timeout 3 nc -l -N 127.0.0.1 "800$i" < a > "r$i" 2>/dev/null &) ; done; sleep 0.3
curl -s -o 'got_#1' 'http://127.0.0.1:800[1-3]/x'; echo "= $?"; ls got_*; head -qn 1 r1 r2 r3
for i in 1 2; do (timeout 3 nc -l -N 127.0.0.1 "800$i" < a > "r$i" 2>/dev/null &) ; done; sleep 0.3
curl -s 'http://127.0.0.1:800{1,2}/y'; echo "= $?"; head -qn 1 r1 r2
curl -sS 'http://127.0.0.1/[1-'; echo "= $?"
curl -sS 'http://127.0.0.1/{a,'; echo "= $?"
t -g 'http://127.0.0.1/[1-3]{a,b}'
