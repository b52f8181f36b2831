# What ct expectation expects, and timeouts by ct timeout
ip link set lo up
nft -f - <<'X'
table ip t {
 ct expectation e { protocol tcp; dport 5432; timeout 1h; size 2; l3proto ip; }
 ct expectation e2 { protocol udp; dport 53; timeout 10s; size 2; }
 ct timeout to { protocol tcp; policy = { established: 100, close: 5, syn_sent: 33 }; }
 ct timeout tu { protocol udp; policy = { unreplied: 77, replied: 99 }; }
 ct helper h { type "ftp" protocol tcp; }
 chain out { type filter hook output priority 0;
   tcp dport 1000 ct expectation set "e"
   tcp dport 1001 ct expectation set "e2"
   tcp dport 1000-2000 ct timeout set "to"
   udp dport 1000-2000 ct timeout set "tu"
   tcp dport 3000 ct helper set "h"
   ct helper "ftp" counter
   ct state related counter
 }
}
X
nft list ruleset
(nc -l -p 1000 >/dev/null; ) & 
(nc -l -p 1001 >/dev/null; ) & 
(nc -l -p 3000 >/dev/null; ) & 
nc -l -p 5432 >/dev/null &
sleep 0.3
(sleep 2) | nc -p 40000 127.0.0.1 1000 & 
(sleep 2) | nc -p 40001 127.0.0.1 1001 & 
(sleep 2) | nc -p 40003 127.0.0.1 3000 & 
echo x | nc -u -w 1 -p 40002 127.0.0.1 1500 &
sleep 0.6
conntrack -L expect | sort | sed "s,^[0-9]* ,T ,"
sort /proc/net/nf_conntrack_expect | sed "s;^[0-9]* ;T ;"
conntrack -L 2>&1 | sort | sed -E "s,[0-9]+ TIME_WAIT,T TIME_WAIT,;s,(6|17) ([0-9]+)[0-9] ,\1 \2X ,"
conntrack -G expect -p tcp --tuple-src 127.0.0.1 --tuple-dst 127.0.0.1 --tuple-port-src 0 --tuple-port-dst 5432
echo q | nc -N -p 40005 127.0.0.1 5432
conntrack -L | sed -E "s,[0-9]+ TIME_WAIT,T TIME_WAIT,;s,(6|17) ([0-9]+)[0-9] ,\1 \2X ," | sort
conntrack -L expect | sort | sed "s,^[0-9]* ,T ,"
conntrack -L expect | sort | sed "s,^[0-9]* ,T ,"
conntrack -F expect
conntrack -L expect | sort | sed "s,^[0-9]* ,T ,"
conntrack -C expect
nft list table ip t
