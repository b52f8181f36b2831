# more connections than a listener has room for; what a program finds that comes late
ip link set lo up
sysctl -qw net.ipv4.tcp_syncookies=0
mkfifo hold
nc -nlkN 127.0.0.1 5000 < hold > got &
server=$!
exec 3> hold
sleep .5
for i in 1 2 3; do
  (echo "client $i"; sleep 5) | timeout 4 nc -n 127.0.0.1 5000 &
  sleep .3
done
sleep 1
awk 'NR > 1 && $3 !~ /:0000$/ { n[$4 ($2 ~ /:1388$/ ? " server" : " client")]++ } NR > 1 && $3 ~ /:0000$/ { print "queue", $5 } END { for (s in n) print s, n[s] }' /proc/net/tcp | sort
nstat -asz TcpExtListenOverflows TcpExtListenDrops TcpPassiveOpens | awk '!/#/ { print $1, ($2 > 0) }'
exec 3>&-
kill $server
wait $server 2>/dev/null
wait
