a="x y"; b='*'; unset u; e=
echo $a "$a" ${u:-def} "${u-def}" ${e:-empty} "${e-unset}" ${a:+alt} ${u:+no}
echo "${a#x}" "${a%y}" "${a/ /_}" ${#a} "${a^^}" "${a^}" "${a:0:1}" "${a: -1}"
p=/usr/local/lib/x.tar.gz
echo ${p##*/} ${p#*/} ${p%.*} ${p%%.*} ${p//\//:} ${p/#\/usr/U} ${p/%gz/G}
: ${v:=assigned}; echo $v
arr=(one "two three" four); echo ${arr[0]} "${arr[@]}" ${#arr[@]} "${arr[@]:1:2}" ${!arr[@]} "${arr[*]}"
arr+=(five); arr[7]=seven; echo ${!arr[@]} ${#arr[@]} "${arr[-1]}"
unset 'arr[1]'; echo "${arr[@]}"
declare -A m=([a]=1 [b c]=2); m[d]=3; echo ${m[a]} "${m[b c]}" ${#m[@]}; for k in a "b c" d; do echo "$k=${m[$k]}"; done
r=p; echo ${!r}; pre1=1 pre2=2; echo ${!pre*}
echo ${a@Q} ${arr[@]@Q}
set -- 1 2 3 4; echo $# $* "$@" ${@:2:2} ${*: -1}
for i in "$@"; do printf '<%s>' "$i"; done; echo
IFS=:; s=a:b::c; for i in $s; do printf '[%s]' "$i"; done; echo; echo "$*"
unset IFS; printf '%s\n' {a,b}{1..3} {01..03} {c..a} {1..10..4} x{,y}z
echo ~ ~root/x "~" a~b
echo $((1+2*3)) $((10/3)) $((-7%3)) $((2**10)) $((5>3&&2<1)) $((x=5,x+1)) $((0x1f)) $((010)) $((2#101)) $((1?2:3)) $((~5)) $((1<<4))
echo "a\$b" 'a$b' $'a\tb\x41\u00e9' "q'q" 'q"q'
echo ${a//[xy]/Z} "${a/x/&&}" ${p//[!a-z]/}
echo "${arr[@]/o/0}" "${arr[@]^}"
x='$(echo no)'; echo "$x"; echo "${x:2:4}"
echo "${u:-"quoted $a"}" ${u:-'single $a'}
t="a  b"; echo $t; echo "$t"; echo ${t}c
