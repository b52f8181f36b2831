# iperf3's longer reports: -V, what is omitted, both directions, titles, the server's output, blocks; without the numbers.
ip link set lo up
hide() { sed -E -e 's/[0-9]+(\.[0-9]+)? ([KMG]?)Bytes/N Bytes/g' -e 's/ +[0-9]+(\.[0-9]+)? [KMG]?bits\/sec/ N bits\/sec/' -e 's/port [0-9]{5}/port N/g' -e 's/-[0-9]+\.[0-9]+ /-N /' -e 's/ [0-9.]+-N /N-N/' -e 's/sec +/sec /' -e 's/( bits\/sec) +[0-9]+ +/\1 R /' -e 's/[0-9]+\.[0-9]+ ms/J ms/' -e 's/ +[0-9]+\/[0-9]+ \([0-9.e-]+%\)/ L/' -e 's/ +$//' -e 's/(Linux |Time:).*/\1/' -e 's/Cookie: .*/Cookie/' -e 's/[0-9.]+%/P%/g' -e 's/[0-9.]+%([us])/P%\1/g' -e 's/_congestion .*/_congestion/' -e 's/[0-9]+ byte blocks/B byte blocks/' -e 's/block size to [0-9]+/block size/' "$@"; }
t() { local server="$1"; shift; iperf3 -s -1 -i 0 $server > s 2>&1 & sleep 0.4; echo "+ iperf3 $*"; iperf3 -i 0 -c "$@" > out 2>&1; echo "= $?"; wait; hide out; echo "--- server"; hide s; }
t -V 127.0.0.1 -V -t 1 -b 20M
t -V 127.0.0.1 -V -t 1 -b 20M -R -S 0x20 -M 1400 -T title
t -V 127.0.0.1 -t 1 -b 5M -l 1000 --bidir -P 2
t -V ::1 -V -u -b 2M -t 1 -l 1000 --bidir
t -V 127.0.0.1 -V -u -b 10M/10 -t 1 -l 1000 -P 3
t "" 127.0.0.1 -t 1 -b 5M -T name --get-server-output
t "" 127.0.0.1 -u -t 1 -l 100 --udp-counters-64bit --repeating-payload --dont-fragment
t "" 127.0.0.1 -t 1 -b 5M -w 40K -N -C cubic -Z -A 0,0 --timestamps=T: --snd-timeout 9000
t "--timestamps=S:" 127.0.0.1 -t 1 -b 5M -J --logfile log
grep -c '"end"' log
iperf3 -s > s 2>&1 & p=$!
sleep 0.4
iperf3 -c 127.0.0.1 -n 1K -C nosuch; echo "= $?"
kill $p; wait $p
t "" 127.0.0.1 -n 1K -w 300M
