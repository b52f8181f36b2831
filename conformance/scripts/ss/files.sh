# ss -N, -D, -F, -r, -E, and options that say no.
ip link set lo up
printf '127.0.0.1 localhost\n127.0.0.5 five.example five\n::1 localhost six\n' > /etc/hosts
nc -lk 127.0.0.5 80 > /dev/null &
nc -lk ::1 81 > /dev/null &
nc -lk 127.0.0.5 90 > /dev/null &
sleep 0.3
ss -tlr | sort
ss -tlrn | sort
ss -tl | sort
ip netns add n1
ip netns exec n1 ip link set lo up
ip netns exec n1 nc -l 127.0.0.1 99 > /dev/null &
sleep 0.3
ss -N n1 -tln
ss -N nosuch -tln; echo "= $?"
ss -D - -A udp | wc -c; echo "= ${PIPESTATUS[0]}"
ss -D dump; echo "= $?"
test -s dump && echo dumped
ss -tlD dump2; echo "= $?"
test -s dump2 && echo dumped
ss -D /nosuch/x; echo "= $?"
ss -F nosuch; echo "= $?"
echo 'sport = :81' > f
ss -F f -tln; echo "= $?"
printf 'sport = :81\nor sport = :80\n' > f
ss -F f -tlnH | sort; echo "= $?"
echo 'foo bar' > f
ss -F f -tln 2>&1 | head -n 3; echo "= ${PIPESTATUS[0]}"
ss -tln dev lo; echo "= $?"
ss -tlnH 'dev = lo or sport = 90'; echo "= $?"
ss -z; echo "= $?"
ss --contexts; echo "= $?"
ss -E -A raw; echo "= $?"
ss -En > events 2>&1 &
events=$!
ss -HntE -4 > events2 2>&1 &
sleep 0.3
for i in 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do nc -z -s 127.0.0.1 -p 170$i 127.0.0.5 80; done
sleep 9 | nc -u -s 127.0.0.1 -p 7100 127.0.0.5 53 & 
sleep 0.3
for i in 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60; do nc -z -s 127.0.0.1 -p 170$i 127.0.0.5 80; done
sleep 0.7; kill $events
head -c 4000 events | sed 's, *$,,' | grep -E 'Port|:1700[123]( |$)' | sort
head -c 4000 events2 | sed 's, *$,,' | grep -E 'Port|:1700[123]( |$)' | sort
kill $(jobs -p)
