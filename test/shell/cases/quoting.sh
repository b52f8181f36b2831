echo a\ b "c\"d" 'e'"'"'f' "g`echo h`i" "$(echo "nested "quote"")" \\ "\\" '\\'
echo "line1
line2" tab"	"x
echo a'b'"c"$'d' $"loc" ""x'' ""
v="a'b\"c"; echo "$v" $v; printf '%s\n' "$v" | cat
set -- "a b" '' c; echo $#; printf '<%s>' "$@"; echo; printf '<%s>' $@; echo; printf '<%s>' "$*"; echo; printf '<%s>' "x$@y"; echo
echo "${v//\'/Q}" "${v//\"/}" "${v%%[\'\"]*}"
e=; printf '[%s]' $e "$e" ''; echo; n=$(printf 'a\n\n\n'); echo "[$n]"
echo \
continued; echo 'no\
cont'; echo "yes\
cont"
echo "$((1 + $(echo 2)))" "$(( $(echo 3)*2 ))"; echo `echo \`echo deep\``
echo "a!b" "a#b" a#b # comment
echo {a b} "{a,b}" {a,b\ c} pre{x,y}post {1..3}{a,b}
