time_out=$( { time true; } 2>&1 ); echo "$time_out" | grep -c real
echo $0 ${0##*/}; echo "$@" $#; echo ${LINENO}
f() { echo $FUNCNAME; }; f; declare -F f; unset -f f; f; echo $?
: $((n++)) $((n++)); echo $n; ((n+=5)); echo $n; echo $((n>5?n:0)) $((n++ + ++n)) 
printf '%(%Y)T\n' 0; printf '%s\n' "$(( 16#ff ))" $((36#z)); echo $(( 9223372036854775807 + 1 ))
x=5; x+=3; echo $x; y=abc; y+=def; echo $y; a=1 b=2 c=$((1+1)); echo $a$b$c
FOO=bar bash -c 'echo $FOO'; FOO=baz eval 'echo $FOO'; echo ${FOO-unset}
(cd /tmp; pwd); pwd | grep -c .; ( exit 3 ); echo $?
echo $(exit 4; echo x) $?; z=$(exit 4); echo $?; local_test() { local q=$(exit 5); echo $?; }; local_test
if ( true ); then echo subtrue; fi; if { false; }; then :; else echo bracefalse; fi
echo "$(cat <<EOF
nested heredoc $((2*3))
EOF
)"
while :; do i=$((i+1)); [ $i -gt 500 ] && break; done; echo $i
cat <<A <<B
first
A
second
B
echo ${#:-x} ${?} ${$:+pid} ; echo "${@:-none}"; set -- x; echo "${@:-none}" "${1:+set}"
f() { return; }; false; f; echo $?; g() { false; }; g; echo $?
[[ $(echo a b) == "a b" ]] && echo eq; [[ ! a == b ]] && echo ne; [[ (a == a || b == c) && d == d ]] && echo paren
[ -t 0 ] || echo notty; [ -n "$HOME" ] && echo home; [ -z "$ZZZ" ] && echo empty
echo $'\'' $'\e[0m'
exit
