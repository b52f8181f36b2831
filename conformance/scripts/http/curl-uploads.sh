# What curl sends of files, forms, JSON and encoded words, as a server gets it.
ip link set lo up
printf 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n' > answer
printf 'one two\n' > f
printf 'x=1&y\n' > g
t() { echo "+ curl $*"; ((sleep ${W:-0.5}; cat answer) | timeout 4 nc -l -N 127.0.0.1 80 > request 2>/dev/null &); sleep 0.2; timeout 4 curl -s "$@"; echo "= $?"; sleep 0.1; tr -d '\r' < request | sed -E 's/-{24}[0-9a-f]{16}/BOUNDARY/'; echo; }
W=3 t -T f http://127.0.0.1/up </dev/null
t -T f http://127.0.0.1/dir/ </dev/null
t -T f -X POST http://127.0.0.1/dir/ </dev/null
printf 'from stdin' | t -T - http://127.0.0.1/in
printf 'a=1\nb' | t -d @- http://127.0.0.1/in
printf 'a=1\nb' | t --data-binary @- http://127.0.0.1/in
t --data-urlencode 'a b&c' http://127.0.0.1/ </dev/null
t --data-urlencode 'n=a b/ü~-._' --data-urlencode '=x y' --data-urlencode 'm@g' --data-urlencode @f -d plain http://127.0.0.1/ </dev/null
t -G --data-urlencode 'q=a b' http://127.0.0.1/s </dev/null
t --json '{"a":1}' --json '{"b":2}' http://127.0.0.1/ </dev/null
t --json '{}' -H 'Accept: text/x' http://127.0.0.1/ </dev/null
t -F a=1 -F 'b=x y;type=text/html' http://127.0.0.1/ </dev/null
t -F file=@f -F 'g=<g' -F 'h=@g;filename=other.bin;type=application/x' http://127.0.0.1/ </dev/null
t --form-string 'a=@f;b' http://127.0.0.1/ </dev/null
t -v -T f http://127.0.0.1/up </dev/null 2>&1 | grep '^[*>]' | grep -v 'Trying\|Connected'
curl -s -T /nosuch http://127.0.0.1/; echo "= $?"
curl -sS -T /nosuch http://127.0.0.1/; echo "= $?"
curl -sS -F a=@/nosuch http://127.0.0.1/; echo "= $?"
