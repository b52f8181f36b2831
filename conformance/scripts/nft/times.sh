# Lengths of time with their units in any order, and times of the day.
n() {
  echo "\$ nft $*"
  nft "$@" 2>&1
  echo "= $?"
}
nft add table inet i; nft add chain inet i c
for h in '6:30:' '6:30:5:' '6:' 6:30 6:3 '6:30:5' '6:30:60' '6:30:61' '6:30:62' '24:00' '2:75' ' 6:30' '6 :30' '6:30 ' '06:30' '006:30' 1h30m 90s 90 1d5h 5ms 100ms 86399 86400 86401 '1h 30m' abc '12:34:56 ' '6:30:5x' '1m1' '1h1h' '5x' '5h3' '30m1h'; do n "add rule inet i c meta hour \"$h\""; done
for h in 1h30m 90s 90 1d5h 5ms '1h 30m' abc '1h1h' '5x' '5h3' '30m1h' 1500ms 60 3600 90m 25h 100h; do n "add rule inet i c ct expiration $h";  n "add set inet i s { type mark; timeout $h; }"; n delete set inet i s; done
n list ruleset
n 'add rule inet i c quota 25mbytes'
n 'add rule inet i c quota 25 mbytes'
n 'add rule inet i c limit rate 25mbytes/second'
n 'add rule inet i c limit rate 10/minute'
n 'add rule inet i c limit rate 10/m'
n 'add rule inet i c limit rate 10kbytes/second burst 5mbytes'
n 'add rule inet i c limit rate 10/second burst 5packets'
n 'add rule inet i c ip saddr 1d'
n 'add rule inet i c tcp dport 5d3'
n 'add rule inet i c tcp dport 5dns'
n 'add rule inet i c tcp dport 5h.3'
n 'add rule inet i c ether saddr 1d:1d:1d:1d:1d:1d'
n 'add rule inet i c ip6 saddr 1d::1d'
n 'add rule inet i c ip6 saddr 5h::1d'
n 'add rule inet i c ip6 saddr 1d'
n 'add rule inet i c tcp dport 0x5d'
n 'add rule inet i 5m'
n 'add rule inet 5m c'
n list ruleset
