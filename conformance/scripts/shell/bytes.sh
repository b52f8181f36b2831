# bytes that are no characters come through everything unchanged
printf '\xff' | od -An -tx1
echo -e '\xff\0377\u00e9\c' | od -An -tx1
x=$'\xff\xfe'; echo -n "$x" | od -An -tx1; echo ${#x}
x=$(printf 'a\xffb\xc3\xa9'); echo "${#x}"; printf %s "$x" | od -An -tx1
printf '%s' $'\cA\c?\001' | od -An -tx1
printf '%s' $'a\0b' | od -An -tx1
printf '%b' 'a\0b\xff' | od -An -tx1
printf '\u00e9\u20ac\U1f600' | od -An -c
printf %s $'\u00e9' | od -An -c
read -r y < <(printf '\xff\xfez\n'); printf %s "$y" | od -An -tx1
cat <<< $'\xe9' | od -An -tx1
cat <<E | od -An -tx1
$x
E
printf '%q\n' $'\xff' é $'a\nb'
printf '%s\n' "${x@Q}"
printf '%.2s|' éa; echo
printf '%5s|%-5s|' é é; echo
printf '%c' é | od -An -tx1
printf '%d\n' "'é" "'a" "'"$'\xff'
mapfile -t a < <(printf 'x\xff\ny\xfe\n'); printf '%s' "${a[0]}${a[1]}" | od -An -tx1
read -n 1 -r z <<< é; printf %s "$z" | od -An -tx1
read -N 3 -r z <<< ééé; printf %s "$z" | od -An -tx1
w=héllo; echo ${#w} "${w:1:2}" | od -An -tx1
[[ é = ? ]] && echo one || echo two
u=é; echo ${u^}; echo ${u^^} 
IFS= read -r -d '' v < <(printf 'a\xff\0b'); printf %s "$v" | od -An -tx1
echo "${x/$'\xff'/Q}" | od -An -tx1
f=$'f\xff'; echo hi > "$f"; cat "$f"; ls $'f\xff' | od -An -tx1; rm "$f"
printf '\xff\n' | sed 's/x/y/' | od -An -tx1
printf '\xff\n' | tr '\377' z
printf 'é\n' | tr é xy
printf '\xff\xfe' | wc -c -m
printf 'a\xff\xfe b\n' | wc
printf '\xffa\n' | grep -c a
printf '\xff' | cat -v; echo
printf 'b\xff\na\n' | sort | od -An -tx1
printf '\xff:b\n' | cut -d: -f1 | od -An -tx1
printf 'é:b\n' | cut -c1 | od -An -tx1
printf '\xff\n' | head -n1 | od -An -tx1
a=$'\xc3'; b=$'\xa9'; [ "$a$b" = é ] && echo same
declare -A m; m[$'\xff']=1; printf '%s' "${!m[@]}" | od -An -tx1
export E=$'\xff'; env | grep -a ^E= | od -An -tx1
bash -c 'printf %s "$1"' _ $'\xff' | od -An -tx1
set -- $'\xff'; printf '%s' "$1" | od -An -tx1
echo $'\xff' > out; read q < out; [ "$q" = $'\xff' ] && echo eq; rm out
declare -p x
set | grep -a ^x=
