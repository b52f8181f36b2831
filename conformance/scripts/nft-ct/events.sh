# Events of expectations
ip link set lo up
nft -f - <<'X'
table ip t {
 ct expectation e { protocol tcp; dport 5432; timeout 300ms; size 2; l3proto ip; }
 chain out { type filter hook output priority 0;   tcp dport 1000 ct expectation set "e"
 }
}
X
(nc -l -p 1000 >/dev/null; ) & 
timeout 3 conntrack -E expect > ev1 2>&1 &
timeout 3 conntrack -E expect -o xml > ev2 2>&1 &
timeout 3 conntrack -E expect -o timestamp 2>&1 | sed "s,^.[0-9]*[.][0-9]* *],T," > ev4 &
timeout 3 conntrack -E  > ev3 2>&1 &
timeout 3 conntrack -E expect -e DESTROY > ev5 2>&1 &
sleep 0.3
(sleep 0.5) | nc -N -p 40000 127.0.0.1 1000 
conntrack -C expect
conntrack -F expect
conntrack -F
wait
cat ev1 ev2 ev4 ev5; sed "s,portid=.*,," ev3
conntrack -L expect -o xml
conntrack -L expect -o id
conntrack -E expect -p tcp
conntrack -D expect 
conntrack -C expect
conntrack -G expect -p tcp --orig-src 1.1.1.1
