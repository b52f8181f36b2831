# recent: its options, and what is refused
a() { echo "## $*"; iptables -A INPUT "$@"; echo "=$?"; }
s() { for o in "" -vn; do iptables -L INPUT $o | tail -n +3; done; iptables -S INPUT | tail -n +2; iptables -F INPUT; }
R="-m recent"
a $R; a $R --set; a $R --rcheck; a $R --update --name X; a $R --remove --name X; a $R --set --rcheck; a $R --rcheck --set; a $R ! --set; a $R ! --rcheck --seconds 5; a $R ! --set ! --rcheck
s
a $R --set --seconds 5; a $R --rcheck --seconds 0; a $R --rcheck --seconds 4294967295; a $R --rcheck --seconds 5 --reap; a $R --rcheck --reap; a $R --set --reap; a $R --rcheck --hitcount 0;a $R --rcheck --hitcount 20; a $R --rcheck --hitcount 21;a $R --rcheck --hitcount 256; a $R --rcheck --hitcount 255; a $R --rcheck --hitcount 65535;  a $R --update --seconds 60 --hitcount 4 --rttl --name SSH --rsource
s
a $R --rcheck --rttl; a $R --set --rttl; a $R --remove --rttl; a $R --rcheck --name ''; a $R --rcheck --name a/b; a $R --rcheck --name . ; a $R --rcheck --name ..; a $R --rcheck --name 'a b'; a $R --rcheck --name $(printf 'x%.0s' {1..199}); a $R --rcheck --name $(printf 'x%.0s' {1..200});  a $R --name X; a $R --rcheck --name X --name Y; a $R --rcheck ! --name X
s
a $R --set --rdest; a $R --set --rsource --rdest; a $R --set --rsource --rsource; a $R --set --mask 255.255.255.0; a $R --set --mask 24; a $R --set --mask 0.0.0.0; a $R --set --mask 255.0.255.0; a $R --set --mask foo; a $R --set --mask localhost; a $R --set ! --mask 255.0.0.0 ; a $R --set --mask ffff::; a $R --set --mask 255.255.255; a $R ! --set --name Q --rdest --mask 255.255.0.0; a $R --seconds 5; a $R --set --hitcount 5; a $R --remove --seconds 5 --hitcount 5; a $R --rcheck ! --seconds 5; a $R --rcheck ! --reap --seconds 5; a $R --rcheck --seconds x; a $R --rcheck --hitcount x; a $R --set --rttl --rdest; a $R --set --set
s
ls /proc/net/xt_recent; cat /proc/net/xt_recent/DEFAULT
ip6tables -A INPUT $R --set --name S6; ip6tables -A INPUT $R --rcheck --mask ffff:: ; ip6tables -A INPUT $R --rcheck --mask 64; ip6tables -S; ls /proc/net/xt_recent; iptables -F; ip6tables -F; ls /proc/net/xt_recent
