# downloads that go on where they stopped, from the file or from a given place
ip link set lo up
mkdir www; seq 1000 > www/big.txt
busybox httpd -f -p 127.0.0.1:80 -h www & p=$!
sleep 0.3
q() { curl "$@" 2>&1 | grep -v 'Date:\|Last-Modified:\|ETag:' | sed -E '/--:--:--/s/[0-9.]+[kM]?/N/g;s/ +/ /g'; echo "= ${PIPESTATUS[0]}"; }
url=http://127.0.0.1/big.txt
q -sv -C 3880 $url
q -sSv -C 5000 $url
q -s -C - -o new.txt $url; wc -c < new.txt
q -v -C - -o new.txt $url
head -c 100 www/big.txt > part.txt; q -v -C - -o part.txt $url; cmp part.txt www/big.txt
head -c 100 www/big.txt > part.txt; q -sS -C - -r 1-3 -o part.txt $url; cmp part.txt www/big.txt
q -sS -C x $url
q -sS --continue-at 100 -o part2.txt $url; wc -c < part2.txt
q -sS -C 3 -I $url
q -sS -C 0 -r 0-9 $url
printf 'HTTP/1.0 200 OK\r\n\r\nwhole' | nc -l -N 127.0.0.1 8080 > req & sleep 0.2
q -sSv -C 2 http://127.0.0.1:8080/; wait $!
printf 'HTTP/1.0 206 OK\r\nContent-Range: bytes 3-4/5\r\n\r\nole' | nc -l -N 127.0.0.1 8080 > req & sleep 0.2
q -sSv -C 2 http://127.0.0.1:8080/; wait $!
printf 'HTTP/1.0 416 No\r\nContent-Length: 3\r\n\r\nole' | nc -l -N 127.0.0.1 8080 > req & sleep 0.2
q -sS -C 2 http://127.0.0.1:8080/; wait $!
kill $p
