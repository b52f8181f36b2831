if true; then echo t; else echo f; fi
if false; then :; elif [ 1 -eq 1 ]; then echo elif; fi
i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done
until [ $i -eq 0 ]; do ((i--)); done; echo $i
for ((j=0;j<5;j++)); do [ $j = 1 ] && continue; [ $j = 4 ] && break; echo j$j; done
for a in 1 2; do for b in x y; do [ $b = y ] && continue 2; echo $a$b; done; done
case foo.txt in *.c) echo c;; *.txt|*.md) echo txt;; *) echo other;; esac
case x in x) echo 1;& y) echo 2;; z) echo 3;; esac
case x in x) echo 1;;& [a-z]) echo 2;;& *) echo 3;; esac
f() { local x=1; echo "f $1 $# $x"; return 3; }; f a b; echo $?
x=global; g() { x=changed; local y=2; h; }; h() { echo "$x $y"; }; g; echo $x ${y-unset}
function k { echo k; }; k
{ echo grp; } ; ( x=sub; echo $x ); echo $x
! true; echo $?; ! false; echo $?
true && echo and || echo or; false && echo and || echo or
select_test() { :; }; [[ a == a && b != c ]] && echo yes; [[ abc =~ ^a(b)(c)$ ]] && echo "${BASH_REMATCH[1]} ${BASH_REMATCH[2]}"
[[ abc == a* ]] && echo glob; [[ abc == "a*" ]] || echo noglob; [[ -z "" && -n x ]] && echo zn; [[ 5 -gt 3 ]] && echo gt; [[ b > a ]] && echo lex
fact() { if (( $1 <= 1 )); then echo 1; else echo $(( $1 * $(fact $(( $1 - 1 ))) )); fi; }; fact 6
test -d / && [ -e /nonexistent ] || echo ne
[ "a" = "a" -a 1 -lt 2 ] && echo anded; [ ! -f /x ] && echo notf
eval 'echo ev "$x"'; cmd="echo word splitting"; $cmd
while read -r l; do echo "<$l>"; done <<EOF
one
  two \n
EOF
printf '%s\n' a b c | { read x; read y; echo $y $x; }
break; echo $?
while true; do break 5; done; echo after
