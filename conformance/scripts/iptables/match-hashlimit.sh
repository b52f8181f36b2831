# hashlimit: its options, and what is refused
a() { echo "## $*"; iptables -A INPUT "$@"; echo "=$?"; }
s() { for o in "" -vn; do iptables -L INPUT $o | tail -n +3; done; iptables -S INPUT | tail -n +2; iptables -F INPUT; }
H="-m hashlimit --hashlimit-name h"
a -m hashlimit; a $H; a -m hashlimit --hashlimit-upto 5; for r in 5 5/s 5/sec 5/second 5/m 5/min 5/minute 3/hour 3/day 1/d 10000/s 10001/s 1000000/s 1000001/s 0 0/s /s 5/ 5/x 5/secondss 1.5/s -1 x '' 512kb/s 1mb/s 10b/s 1gb/s 4gb/s 5gb/s 1b/s 7kb/m 10kb 10kb/x 0b/s kb/s 100b/sec 1tb/s 3/minutes 7/S 7/SEC 07/s 0x10/s 1000b/second 4294967295/s 4294967296/s 1/s/s 65536kb/s 1234567b/s 1000kb/s 16b/s 15b/s; do a $H --hashlimit-upto $r; done
s
U="$H --hashlimit-upto 5/s"
a $H --hashlimit-above 5/s; a $H --hashlimit 5/s; a $H --hashlimit 5/s --hashlimit-upto 5/s; a $H --hashlimit-above 5/s --hashlimit-upto 5/s; a $H ! --hashlimit-upto 5/s; a $H ! --hashlimit-above 5/s; a $H ! --hashlimit 5/s
for b in 1 5 0 10000 10001 1000000 1000001 4294967295 4294967296 1mb 10kb x '' -1 1gb 5b; do a $U --hashlimit-burst $b; a $H --hashlimit-upto 1mb/s --hashlimit-burst $b; a $H --hashlimit-burst $b --hashlimit-upto 1mb/s; done
s
for m in srcip dstip srcport dstport srcip,dstport dstip,srcport srcip,dstip,srcport,dstport srcip,srcip foo srcip, , '' SRCIP srcip,foo foo,srcip; do a $U --hashlimit-mode $m; done
for m in 0 24 32 33 x -1 '' 64; do a $U --hashlimit-srcmask $m; a $U --hashlimit-mode srcip --hashlimit-srcmask $m;  a $U --hashlimit-dstmask $m;  a $U --hashlimit-mode dstip,srcip --hashlimit-dstmask $m --hashlimit-srcmask 8; done
s
for o in size max expire gcinterval; do for v in 0 1 16 1000 10000 60000 x 4294967295 4294967296; do a $U --hashlimit-htable-$o $v; done; done
s
a -m hashlimit --hashlimit-upto 5/s --hashlimit-name ''; a -m hashlimit --hashlimit-upto 5/s --hashlimit-name a/b;  a -m hashlimit --hashlimit-upto 5/s --hashlimit-name $(printf 'x%.0s' {1..254});a -m hashlimit --hashlimit-upto 5/s --hashlimit-name $(printf 'x%.0s' {1..255});  a -m hashlimit --hashlimit-upto 5/s --hashlimit-name $(printf 'x%.0s' {1..256}); a $U --hashlimit-name x; a -m hashlimit --hashlimit-upto 5/s --hashlimit-name . ; a $U --hashlimit-mode srcip --hashlimit-mode dstip; a $U ! --hashlimit-mode srcip;  a $U --hashlimit-htable-size 5 --hashlimit-htable-size 6;  a $U ! --hashlimit-htable-size 5; a $H --hashlimit-upto 5/min --hashlimit-htable-expire 1000;a $H --hashlimit-upto 5/hour --hashlimit-htable-expire 60000; a $H --hashlimit-upto 5/hour --hashlimit-htable-expire 20000
s
ip6tables -A INPUT $U --hashlimit-srcmask 64 --hashlimit-mode srcip; ip6tables -A INPUT $U --hashlimit-srcmask 129; ip6tables -S; ip6tables -A INPUT $U; ls /proc/net/ip6t_hashlimit /proc/net/ipt_hashlimit; cat /proc/net/ip6t_hashlimit/h; ip6tables -F;  ls /proc/net/ip6t_hashlimit
