# if, case, loops, functions, [[ ]], select-free.
f() { local x=$1; echo "f $x $#"; return ${2:-0}; }
f one; f two 3; echo $?
case abc in a*) echo starts;;& *c) echo ends;; *) echo no;; esac
case x in y) echo y;; [a-z]) echo letter;; esac
for ((i = 0; i < 3; i++)); do [ $i = 1 ] && continue; echo $i; done
n=0; while :; do n=$((n + 1)); [ $n -ge 3 ] && break; done; echo $n
until [ $n -le 0 ]; do n=$((n - 1)); done; echo $n
[[ abc =~ ^a(.)c$ ]] && echo ${BASH_REMATCH[1]}
[[ -n x && -z "" || -f nosuch ]]; echo $?
[[ 10 -gt 9 && "10" < "9" ]]; echo $?
[ -d /tmp ] && [ -e /proc/net/dev ] && [ ! -f /nosuch ]; echo $?
test 1 -eq x; echo $?
for x in 1 2 3; do for y in a b; do [ $y = b ] && continue 2; echo $x$y; done; done
if ! grep -q root /etc/passwd; then echo no; elif true; then echo elif; else echo else; fi
g() { echo before; return 2; echo after; }; g || echo failed $?
(cd /; pwd); cd /tmp; pwd
{ echo group; } | cat; time_taken=$SECONDS; [ $time_taken -lt 5 ]; echo $?
nosuchcommand; echo $?
/tmp/nosuch; echo $?
/tmp; echo $?
