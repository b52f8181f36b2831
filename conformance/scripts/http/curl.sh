# curl with busybox's httpd and Python's http.server.
ip link set lo up
mkdir www www/d
echo hello > www/a.txt
printf "<html>idx</html>\n" > www/index.html
echo x > www/d/f
head -c 300000 /dev/zero | tr "\0" x > www/big
h() { sed -E -e "s/(Date|Last-Modified|ETag): .*/\1: X/I" -e "s/after [0-9]+ ms/after N ms/" -e "s/[0-9]+ milliseconds/N milliseconds/"; }
busybox httpd -f -p 127.0.0.1:80 -h www &
(cd www; exec python3 -m http.server 8000 > ../py.log 2>&1) &
sleep 1
q() { echo "+ curl $*"; curl "$@" 2>&1 | h; echo "= ${PIPESTATUS[0]}"; }
q -s http://127.0.0.1/a.txt
q -si http://127.0.0.1/a.txt
q -sI http://127.0.0.1/a.txt
q -sv http://127.0.0.1/a.txt
q -sv http://127.0.0.1:8000/a.txt
q -si http://127.0.0.1:8000/
q -si http://127.0.0.1:8000/d
q -siL http://127.0.0.1:8000/d
q -svL http://127.0.0.1/d
q -si http://127.0.0.1/nosuch
q -si http://127.0.0.1:8000/nosuch
q -s -o /dev/null -w '%{http_code} %{size_download} %{url_effective} %{remote_ip}:%{remote_port} %{num_redirects} %{content_type}\n' http://127.0.0.1/a.txt
q -s http://127.0.0.1/big | md5sum
q -s http://127.0.0.1:8000/big | wc -c
q -s -d a=b -X POST http://127.0.0.1/a.txt
q -svd a=b http://127.0.0.1/a.txt
q -svd a=b -d c=d -X PUT -H 'X-Foo: bar' -A ua -H 'Accept:' http://127.0.0.1:8000/a.txt
q -sv --resolve foo.test:80:127.0.0.1 http://foo.test/a.txt
q -sv -0 http://127.0.0.1/a.txt
q -s http://127.0.0.1/a.txt http://127.0.0.1/d/f
q -sv http://127.0.0.1/a.txt http://127.0.0.1/d/f
q -s -o out http://127.0.0.1/a.txt
cat out
q -sO http://127.0.0.1/a.txt
cat a.txt
q -s -u u:p -v http://127.0.0.1/a.txt
q -sS -4 http://localhost/a.txt
q -sS --interface lo http://127.0.0.1/a.txt
q -sv -e ref http://127.0.0.1/a.txt -r 0-1
q -sG -d x=y http://127.0.0.1:8000/a.txt
kill %1 %2
sleep 0.3
sed -E 's/\[.*\]/[DATE]/' py.log
