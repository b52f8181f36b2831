# What curl says when it goes wrong.
ip link set lo up
mkdir www www/d
echo hello > www/a.txt
printf "<html>idx</html>\n" > www/index.html
echo x > www/d/f
head -c 300000 /dev/zero | tr "\0" x > www/big
h() { sed -E -e "s/(Date|Last-Modified|ETag): .*/\1: X/I" -e "s/after [0-9]+ ms/after N ms/" -e "s/[0-9]+ milliseconds/N milliseconds/"; }
busybox httpd -f -p 127.0.0.1:80 -h www &
sleep 0.5
q() { echo "+ curl $*"; curl "$@" 2>&1 | h; echo "= ${PIPESTATUS[0]}"; }
q -s http://127.0.0.1:81/
q -sS http://127.0.0.1:81/
q -sv http://127.0.0.1:81/
q -sS http://nosuch.host/
q -sS foo://127.0.0.1/
q -sS
q
q --nosuch
q -sS -m
q -sS -f http://127.0.0.1/nosuch
q -sS -6 http://localhost/a.txt
q -sS --interface nosuch http://127.0.0.1/a.txt
q -sS 'http://a b/'
q -sS http://
ip addr add 10.9.9.1/24 dev lo
q -sS --connect-timeout 1 http://10.8.8.8/
q -sS -o /nosuch/dir http://127.0.0.1/a.txt
kill %1
