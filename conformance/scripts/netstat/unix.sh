# sockets of the UNIX family
nc -lU /tmp/server.sock > /dev/null & one=$!
nc -luU /tmp/datagrams.sock > /dev/null & two=$!
sleep 0.3
show() { netstat "$@" | awk 'NR <= 2 || /tmp|@/' | sed -E 's/ [0-9]{3,} +/ INODE /; s,[0-9]+/nc +,PID/nc ,' | LC_ALL=C sort; }
show -x; show -xl; show -xa; show -xap; show -xlnep; show -A unix
sleep 2 | nc -U /tmp/server.sock & sleep 0.5
show -x; show -xa
netstat -a | head -3
kill $one $two
wait
