# busybox's wget and httpd, requests by hand.
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
w() { echo "+ wget $*"; busybox wget "$@" 2>&1 | h | sed -E -e 's/ +[0-9:]+ ETA//'; echo "= ${PIPESTATUS[0]}"; }
w http://127.0.0.1/a.txt -O -
w -q http://127.0.0.1/a.txt -O w.txt
cat w.txt
w http://127.0.0.1/nosuch -O -
w http://127.0.0.1:81/
w -S http://127.0.0.1/a.txt -O -
w --spider http://127.0.0.1/a.txt
w http://127.0.0.1/d/f
w http://127.0.0.1:8000/d -O -
w http://nosuch.host/
send() { printf "$1" | nc -w 2 -N 127.0.0.1 $2 | h; }
send 'GET / HTTP/1.0\r\n\r\n' 80
send 'FOO / HTTP/1.0\r\n\r\n' 80
send 'GARBAGE\r\n\r\n' 80
send 'GET /../etc/passwd HTTP/1.0\r\n\r\n' 80
send 'GET /%%zz HTTP/1.0\r\n\r\n' 80
send 'GET / HTTP/1.0\r\n\r\n' 8000
send 'FOO / HTTP/1.0\r\n\r\n' 8000
send 'GARBAGE\r\n\r\n' 8000
send 'HEAD /a.txt HTTP/1.1\r\nHost: x\r\n\r\n' 8000
kill %1 %2
sleep 0.3
sed -E 's/\[.*\]/[DATE]/' py.log
