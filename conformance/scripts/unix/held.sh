# Connections that are held open, and not accepted yet, in ss -x.
number() { sed -E 's/ +/ /g; s/pid=[0-9]+/pid=P/g; s/ino:[0-9]+ dev:[0-9/]+/ino/; s/ $//'; }
names() { number | sed -E 's/ [0-9]{4,}/ N/g' | sort; }
sleep 60 | nc -lU s > got & 
sleep 0.3
sleep 60 | nc -U s > back &
sleep 0.3
ss -x | names
ss -xa | names
ss -xe | names
ss -xp | names
ss -xl | names
ss -x state connected | names
ss -x src s | names
ss -x dst s | names
# the peers know each other
ss -xH | awk '{ local[NR] = $6; peer[NR] = $8 } END { print NR, (local[1] == peer[2] && local[2] == peer[1]) ? "pair" : "no pair" }'
cut -d' ' -f2- /proc/net/unix | names
ss -s | sed 1,3d | head -3
kill %1 %2
sleep 0.3
ss -xa | names
# nobody accepts
nc -lU w > got & l=$!
sleep 0.3
sleep 60 | nc -U w > /dev/null &
sleep 0.2
sleep 60 | nc -U w > /dev/null &
sleep 0.2
(echo early; sleep 6) | nc -U w > /dev/null &
sleep 0.3
ss -x | names
ss -xl | names
ss -xle | sed -E 's/.*(peers:.*)/\1/' | wc -w
cut -d' ' -f2- /proc/net/unix | names
kill $l
sleep 0.3
ss -xa | names
