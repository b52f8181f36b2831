# Names in messages of the GNU tools: quoted where a shell would need it, or always.
cat 'a:b' 'a b' "a'b" 'a\b' 'a	b' 'a"b' 'a*b' 'a[b' 'a{b' '~a' 'a~' '#a' 'a#' 'a=b' 'a!b' 'a$b' 'a&b' 'a,b' 'a;b' 'a?b' 'a^b' 'a`b' 'a|b' 'a<b' 'a(b' 'é' ''
cat '{' '}' '{}' "a'b:" "a'b\$" "~'" "'~" "'" "''" "a'	b" $'a\nb' $'\x80a\x01' $'a\x7f' "a'b\\" "a'b{"
ls 'a:b' 'a b' '~a' '#a' '' "a'b" $'\x80' 'a	'
head 'a:b' '' ab
tail 'a:b' '' ab
sort 'a:b'
tee /nosuch/a:b
cat ff01::1
LC_ALL=C.UTF-8 cat é
