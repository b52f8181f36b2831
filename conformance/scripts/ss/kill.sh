# ss -K ends sockets: connections, listeners, UDP sockets; what their programs say.
ip link set lo up
q() { echo "+ ss $*"; ss "$@" > out 2> err; echo "= $?"; sed -E 's/:[3-6][0-9]{4} /:PORT  /g; s/ +$//' out | sort; cat err; sleep 0.2; }
nc -lk 127.0.0.1 80 > got 2> said &
sleep 0.2
sleep 9 | nc 127.0.0.1 80 > got2 2> said2 &
sleep 0.2
q -tn
q -K -tn dport = :81
q -K -tn dport = :80
q -tn
q -tan state time-wait
nstat -az TcpEstabResets TcpOutRsts TcpExtTCPAbortOnData | tail -n +2 | awk '{print $1, $2}'
q -K -tln
q -tln
cat said said2
sleep 9 | nc -u 127.0.0.1 81 2> said3 &
sleep 0.2
q -un
q -K -un dst 127.0.0.1
q -uan
cat said3
exec 7<>/dev/udp/::1/99
q -K -6u
q -6ua
exec 7>&-
nc -l ::1 82 > /dev/null 2> said4 &
sleep 0.2
q -K -6tlH
q -K -6tlH
cat said4
# the usual tables: connections only
nc -l 127.0.0.1 83 > /dev/null 2>&1 &
sleep 0.2
q -K
q -ln4t
