# streams of the UNIX family: by path and abstract, the file's life, an HTTP server behind a socket
ip link set lo up
quiet() { sed -E 's/^[^ ]+ [^ ]+ //; s/socat\[[0-9]+\]/socat[P]/'; }
socat UNIX-LISTEN:s.sock,fork EXEC:cat & p=$!
sleep 0.3
ls -l s.sock | cut -c1-10
echo hello | socat - UNIX-CONNECT:s.sock
echo hi | socat - UNIX:s.sock
echo again | socat - UNIX-CLIENT:./s.sock
echo gopen | socat - GOPEN:s.sock
ss -xlnH | grep s.sock | awk '{ print $1, $2, $5 }'
kill $p; wait $p 2> /dev/null; echo "= $?"; ls
socat UNIX-CONNECT:none - 2>&1 | quiet
socat -d -d UNIX-LISTEN:one.sock - < /dev/null 2> log & p=$!
sleep 0.3
echo data | socat -u - UNIX-CONNECT:one.sock; wait $p; quiet < log; ls
touch file
socat UNIX-LISTEN:file - 2>&1 | quiet
socat ABSTRACT-LISTEN:abs,fork EXEC:cat & p=$!
sleep 0.3
echo ab | socat - ABSTRACT-CONNECT:abs
ss -xlH | grep abs | awk '{ print $1, $2, $5 }'
kill $p; wait $p 2> /dev/null
socat UNIX-LISTEN:m.sock,mode=600 - < /dev/null & p=$!
sleep 0.3
ls -l m.sock | cut -c1-10
kill $p; wait $p 2> /dev/null; ls
socat UNIX-LISTEN:m.sock,unlink-close=0 - < /dev/null & p=$!
sleep 0.3
kill $p; wait $p 2> /dev/null; ls
socat UNIX-LISTEN:m.sock - 2>&1 | quiet
socat UNIX-LISTEN:m.sock,unlink-early SYSTEM:'echo early' & p=$!
sleep 0.3
socat -u UNIX-CONNECT:m.sock -; wait $p; ls
mkdir www; echo page > www/index.html
busybox httpd -f -p 127.0.0.1:80 -h www & web=$!
socat UNIX-LISTEN:web.sock,fork TCP:127.0.0.1:80 & p=$!
sleep 0.3
curl -s --unix-socket web.sock http://any/
socat TCP-LISTEN:8080,fork,reuseaddr,bind=127.0.0.1 UNIX-CONNECT:web.sock & q=$!
sleep 0.3
curl -s http://127.0.0.1:8080/
kill $p $q $web; wait 2> /dev/null; ls
for a in UNIX-LISTEN UNIX-LISTEN:a:b "UNIX-CONNECT:$(printf '%0120d' 1)" UNIX-LISTEN:a,nodelay UNIX-CONNECT:a,range=1; do socat "$a" - 2>&1 | quiet; done
socat UNIX-CONNECT:late.sock,retry=5,interval=0.3 - < /dev/null & p=$!
sleep 0.5
socat UNIX-LISTEN:late.sock SYSTEM:'echo at last'
wait $p; echo "= $?"
