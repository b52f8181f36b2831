# What busybox httpd tells of its clients with -v and -vv.
ip link set lo up; cd /tmp; echo hi > index.html; mkdir -p sub
busybox httpd -v -f -p 8080 2>log & p=$!
busybox httpd -vv -f -p 8081 2>log2 & q=$!
sleep 0.5
for port in 8080 8081; do
for u in / /nosuch /sub /sub/ /index.html; do curl -s -o /dev/null 127.0.0.1:$port$u; sleep 0.1; done
curl -s -I http://[::1]:$port/ >/dev/null; sleep 0.1
curl -s -X POST -d a=b http://127.0.0.1:$port/ >/dev/null; sleep 0.1
curl -s -X PUT -d a=b http://127.0.0.1:$port/ >/dev/null; sleep 0.1
curl -s -u a:b 127.0.0.1:$port/ -o /dev/null; sleep 0.1
printf 'junk\r\n\r\n' | nc -q 0 127.0.0.1 $port > /dev/null; sleep 0.1
printf 'GET / HTTP/1.0\r\nIf-Modified-Since: Sat, 01 Jan 2040 00:00:00 GMT\r\n\r\n' | nc -q 0 127.0.0.1 $port >/dev/null; sleep 0.1
printf 'GET / HTTP/1.0\r\nRange: bytes=0-0\r\n\r\n' | nc -q 0 127.0.0.1 $port >/dev/null; sleep 0.1
printf 'GET /../etc HTTP/1.0\r\n\r\n' | nc -q 0 127.0.0.1 $port >/dev/null; sleep 0.1
nc -z 127.0.0.1 $port; sleep 0.1
done
kill $p $q; sleep 0.2
sed -E 's/:[3-6][0-9]{4}:/:P:/' log; echo; sed -E 's/:[3-6][0-9]{4}:/:P:/' log2

busybox httpd -v -f -p 127.0.0.1:8080 2>log & p=$!
busybox httpd -v -f -p [::1]:8081 2>log2 & q=$!
busybox httpd -v -f -p 0.0.0.0:8082 2>log3 & r=$!
sleep 0.5
curl -s 127.0.0.1:8080/;curl -s [::1]:8081/;curl -s 127.0.0.1:8082/
kill $p $q $r; sleep 0.2; sed -E 's/:[3-6][0-9]{4}:/:P:/' log log2 log3
