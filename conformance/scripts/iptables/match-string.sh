# string and rpfilter: their options, and what is refused
a() { echo "## $*"; iptables -A INPUT "$@"; echo "=$?"; }
s() { for o in "" -vn; do iptables -L INPUT $o | tail -n +3; done; iptables -S INPUT | tail -n +2; iptables -F INPUT; }
T="-m string --algo bm"
a -m string; a $T; a -m string --string x; for g in bm kmp fsm foo '' BM; do a -m string --string x --algo $g; done; a $T --algo kmp --string x
s
for p in foo 'GET /' '' 'a"b' "it's" 'a\b' '!x' é '|' 'a|b' $'a\tb' '-x' 'a b c'; do a $T --string "$p"; done; a $T --string $(printf 'x%.0s' {1..128}); a $T --string $(printf 'x%.0s' {1..127});  a $T --string $(printf 'x%.0s' {1..129}); a $T ! --string x
s
for p in '|0a 0d|' 'ab|41|cd' '|zz|' '|4|' '|41' plain 'a\\b' '' '\|x' '|41|42|43|' '|4142|' '|41 4|' '||' 'a|' '|41|x|' 'a\|b' 'a\|41|b' '| 41 |' '|0d|"' '|0X41|' '|00|' '|7f80|' 'a"b|41|' "it's|41|" '\' 'a\' ; do a $T --hex-string "$p"; done; a $T ! --hex-string '|41|'; a $T --hex-string '|41|' --string x
s
for v in 0 1 20 65535 65536 x -1 ''; do a $T --string x --from $v;  a $T --string x --to $v; done; a $T --string x --from 5 --to 20; a $T --string x --from 20 --to 5; a $T --string x --icase; a $T --string x ! --icase; a $T --string x --string y; a $T --string x ! --from 5; a -m string --algo kmp ! --string 'A b' --from 3 --to 40 --icase -j DROP
s
p() { echo "## $*"; iptables -t $1 -A $2 -m rpfilter "${@:3}"; echo "=$?"; }
p raw PREROUTING; p raw PREROUTING --loose; p raw PREROUTING --validmark --loose --accept-local --invert -j DROP; p mangle PREROUTING --invert; p filter INPUT; p raw OUTPUT; p mangle FORWARD; p raw PREROUTING ! --invert; p raw PREROUTING --loose --loose; p raw PREROUTING ! --loose; p nat PREROUTING --loose; p filter FORWARD --loose; iptables -t raw -N X; p raw X --loose; p filter NOPE;  p raw OUTPUT -j X; iptables -t raw -A PREROUTING -j X; iptables -t raw -A OUTPUT -j X; iptables -N X;  p filter X; iptables -t mangle -N X; p mangle X; iptables -t mangle -A FORWARD -j X
iptables -t raw -L; iptables -t raw -S; iptables -t mangle -S
ip6tables -t raw -A PREROUTING -m rpfilter --invert --loose -j DROP; ip6tables -t raw -S; ip6tables -t raw -L -n
