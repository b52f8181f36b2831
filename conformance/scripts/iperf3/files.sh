# iperf3 sends a file, runs as a daemon with a file of its number, and logs to a file.
ip link set lo up
hide() { sed -E -e 's/[0-9]+(\.[0-9]+)? ([KMG]?)Bytes/N Bytes/g' -e 's/ +[0-9]+(\.[0-9]+)? [KMG]?bits\/sec/ N bits\/sec/' -e 's/port [0-9]{5}/port N/g' -e 's/-[0-9]+\.[0-9]+ /-N /' -e 's/N +sec +/N sec /' -e 's/( bits\/sec) +[0-9]+ +/\1 R /' -e 's/ +$//' "$@"; }
seq 20000 > sent
iperf3 -s -1 > s 2>&1 &
sleep 0.4
iperf3 -c 127.0.0.1 -F sent -l 1K -i 0 > c; echo "= $?"
wait
hide c
iperf3 -s -p 5300 -i 0 -D -I /tmp/pid --logfile /tmp/log
sleep 0.5
ls /tmp/pid; kill -0 $(tr -d '\0' < /tmp/pid) && echo lives
iperf3 -c 127.0.0.1 -p 5300 -t 1 -b 5M -i 0 > /dev/null; echo "= $?"
sleep 0.2
kill $(tr -d '\0' < /tmp/pid); sleep 0.4
ls /tmp/pid
hide /tmp/log
iperf3 -c 127.0.0.1 -p 5300 --logfile err; echo "= $?"
cat err
