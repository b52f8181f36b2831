# TCP sockets in their states: ss, netstat and /proc/net/tcp. Orphans are counted for the whole machine.
ip link set lo up
q() { echo "+ $*"; "$@" 2>&1 | sed -E -e 's/:[3-6][0-9]{4} /:PORT  /' -e 's/:[3-6][0-9]{4} /:PORT  /' -e 's/ino:[0-9]+ sk:[0-9a-f]+/ino:N sk:N/' -e 's/ cgroup:[^ ]*//' -e '/cgroup2/d' -e 's/timer:\([a-z]*,[0-9a-z.]*/timer:(T/' -e 's/(timewait|keepalive) \(.*/\1 (T)/' -e 's/ +$//'; }
nc -l 127.0.0.1 9999 > out < /dev/null &
nc -l -k ::1 8888 > out6 < /dev/null &
busybox httpd -f -p 127.0.0.1:80 &
sleep 0.5
q ss -tln | sort
q ss -tlnH sport = :80
q netstat -tln | sort
(sleep 6) | nc 127.0.0.1 9999 &
client=$!
sleep 0.5
q ss -tn | sort
q ss -tan sport = :9999
q ss -tn state established dport = :9999
q ss -tlne sport = :8888
q ss -4tlno | sort
q ss -6tln
q ss -Htn dst 127.0.0.1:9999
q netstat -tn | sort
q ss -tuln sport lt 100
exec 7<>/dev/tcp/127.0.0.1/80
sleep 0.2
q ss -tan dport = :80
sed -E 's/^ *[0-9]+: 0100007F:0050 .{8}:.... (..).*/80 \1/' /proc/net/tcp | grep ^80 | sort
exec 7>&-
sleep 0.3
q ss -tan state fin-wait-2 or state time-wait | head -n 1
head -n 1 /proc/net/tcp /proc/net/tcp6 | sed 's/ *$//'
grep TCP: /proc/net/sockstat | sed -E 's/mem.*//; s/alloc [0-9]*//; s/orphan [0-9]*/orphan N/; s/tw [0-9]*//'
kill $client %1 %2 %3
wait 2>/dev/null
