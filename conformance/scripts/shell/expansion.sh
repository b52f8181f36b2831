# Parameters, arithmetic, braces, globs.
a=hello; b=(one "two three" four); declare -A m=([x]=1 [y]=2)
echo ${a:1:3} ${a#he} ${a%lo} ${a/l/L} ${a//l/L} ${a^} ${a^^} ${#a} ${a:-none} ${z:-none} ${z:+set} ${a:+set}
echo ${b[1]} ${#b[@]} "${b[@]:1}" ${!b[@]} ${m[x]} ${#m[@]}
echo {1..5} {a,b}{1,2} {01..03} {5..1..2}
echo $((2 ** 10)) $((7 / 2)) $((-7 % 3)) $((0x1f)) $((08 + 1)) ; echo $((1 << 4 | 3)) $((a = 5, a * 2)) $((a > 3 ? 1 : 0))
i=5; ((i++)); echo $i; let i+=2; echo $i
mkdir d; touch d/x1 d/x2 d/y1; echo d/* d/x? d/[xy]1 d/z*
echo "$(echo nested "$(echo deep)")" `echo back`
ref=a; echo ${!ref}; printf '%s-' "${b[@]}"; echo
set -- p q "r s"; echo $# $1 "$3" "$*" ; shift; echo $1; IFS=,; echo "$*"; unset IFS
x=$'tab\there'; echo "$x"; echo ${x@Q}
printf '%05d|%-5s|%5.2f|%x|%q\n' 42 ab 3.14159 255 'a b'
echo ~ ${HOME} ; echo ${undefined?message}; echo not here
