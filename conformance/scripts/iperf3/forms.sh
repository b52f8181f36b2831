# iperf3 over TCP and UDP: the form of what both sides print, without the numbers.
ip link set lo up
hide() { sed -E -e 's/[0-9]+(\.[0-9]+)? ([KMG]?)Bytes/N Bytes/g' -e 's/ +[0-9]+(\.[0-9]+)? [KMG]?bits\/sec/ N bits\/sec/' -e 's/port [0-9]{5}/port N/g' -e 's/-[0-9]+\.[0-9]+ /-N /' -e 's/sec +/sec /' -e 's/( bits\/sec) +[0-9]+ +/\1 R /' -e 's/[0-9]+\.[0-9]+ ms/J ms/' -e 's/ +[0-9]+\/[0-9]+ \([0-9.e-]+%\)/ L/' -e 's/ +$//' "$@"; }
iperf3 -s > s.log 2>&1 &
sleep 0.5
q() { echo "+ iperf3 $*"; iperf3 "$@" > out 2>&1; s=$?; hide out; echo "= $s"; }
q -c 127.0.0.1 -n 1M -i 0
q -c 127.0.0.1 -n 2M -P 2 -i 0
q -c 127.0.0.1 -t 1 -R -i 0.4 | grep -v "^\[  5\]   0.[48]"
q -c 127.0.0.1 -u -n 256K -l 1000 -b 10M -i 0
q -c 127.0.0.1 -p 99
q -c nosuch.host
iperf3 2>&1 | head -n 1
iperf3 -Q 2>&1 | head -n 1
iperf3 -s -c x 2>&1 | head -n 1
iperf3 -s -t 3 2>&1 | head -n 1
q -s -1 | head -n 2
iperf3 -v | head -n 1
kill %1
sleep 0.3
grep -c Accepted s.log
head -n 3 s.log
