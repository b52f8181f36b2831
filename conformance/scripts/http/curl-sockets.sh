# this side's port, keepalive, sockets of the UNIX family, rates, time limits
ip link set lo up
mkdir www; seq 1000 > www/big.txt; head -c 300000 /dev/zero > www/zero
busybox httpd -f -p 127.0.0.1:80 -h www & p=$!
sleep 0.3
q() { curl "$@" 2>&1 | sed -E 's/after [0-9]+ ms/after N ms/; s/after [0-9]+ milliseconds/after N milliseconds/; s/rt: [3-6][0-9]{4}/rt: PORT/'; echo "= ${PIPESTATUS[0]}"; }
q -sv --local-port 4444-4446 http://127.0.0.1/big.txt -o /dev/null 2>&1 | grep '^[*=]'
q -sv --interface 127.0.0.1 --local-port 5000 http://127.0.0.1/big.txt -o /dev/null 2>&1 | grep '^[*=]'
q -sv --interface 127.0.0.1 http://127.0.0.1/big.txt -o /dev/null 2>&1 | grep '^[*=]'
for w in x 70000 5-3 4-; do q --local-port $w http://127.0.0.1/; done
for w in x 5Z; do q --limit-rate $w http://127.0.0.1/; done
q --keepalive-time x http://127.0.0.1/
nc -l 127.0.0.1 4444 & sleep 0.2
q -sSv --local-port 4444 http://127.0.0.1/ | grep '^[*=c]'
kill $!
q -s --limit-rate 1m -w '%{size_download}\n' -o /dev/null http://127.0.0.1/zero
(for i in 1 2 3 4; do head -c 20000 /dev/zero; sleep 0.1; done) | nc -l -N 127.0.0.1 4446 > /dev/null & sleep 0.2
curl -s http://127.0.0.1:4446/ > /dev/null; kill $! 2> /dev/null
nc -lk 127.0.0.1 4445 > /dev/null & server=$!; sleep 0.2
for o in "" "--keepalive-time 7" --no-keepalive; do
  curl -s $o -m 2 http://127.0.0.1:4445/ & sleep 0.4
  ss -tnoH state established dport = :4445 | sed -E 's/.*(timer.*)/\1/; s/[.][0-9]+ms/.Nms/; s/^.*127.*$/none/'
  wait $!
done
kill $server
printf 'HTTP/1.0 200 OK\r\n\r\nunix\n' | nc -lU -N ./s > req & sleep 0.2
q -sv --unix-socket ./s -w '%{remote_ip} %{remote_port} %{local_port} %{num_connects}\n' http://foo.bar/path; cat req
q -sSv --unix-socket ./none http://x/
q -sSv --abstract-unix-socket none http://x/
q -sS --unix-socket $(printf '%0120d' 1) http://x/
nft add table t; nft 'add chain t o { type filter hook output priority 0; }'; nft add rule t o tcp dport 81 drop
q -sSv --connect-timeout 0.5 http://127.0.0.1:81/
q -sSv -m 0.5 http://127.0.0.1:81/
q -sSv -m 0.5 --connect-timeout 1 http://127.0.0.1:81/
q -sSv -m 2 --connect-timeout 0.5 http://127.0.0.1:81/
kill $p
