# Names from files, and which names there may be.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
printf '\nok\n' > f; t hostname -F f; hostname
printf '#x\nok2\n' > f; t hostname -F f; hostname
printf 'ok3 \n' > f; t hostname -F f; hostname
printf ' ok4\n' > f; t hostname -F f; hostname
printf '\tok5\n' > f; t hostname -F f; hostname
printf 'ok6\t\n' > f; t hostname -F f; hostname
printf '#x\n\n#y\nok7\n' > f; t hostname -F f; hostname
printf 'ok8\r\n' > f; t hostname -F f; hostname
printf 'ok9\0abc\n' > f; t hostname -F f; hostname
printf 'ok10\nok11\n' > f; t hostname -F f; hostname
printf '\n#\n' > f; t hostname -F f; hostname
printf '#\nok12' > f; t hostname -F f; hostname
printf '%064d\n' 0 > f; t hostname -F f; hostname
printf '%065d\n' 0 > f; t hostname -F f; hostname
t hostname -b -F nosuch; hostname
t hostname -bF /etc; hostname
t hostname -s -F nosuch
t hostname -F f x
t hostname -F nosuch x
t hostname -b ''
t hostname
t hostname -b
hostname vethlab
t hostname -x
t hostname --foo
t hostname ''
t hostname a b
t hostname -F
t hostname -F ''
t hostname -b
t hostname -b x
t hostname
t hostname -y
t hostname -d x
t hostname -I x
t hostname -- y
t hostname -s -f
t hostname -i
t hostname -v
t hostname -vs
t hostname -va
t hostname --fqd
t hostname --al
t hostname --fqdn=1
t hostname -
t hostname -- -x
t hostname .a
t hostname a.
t hostname .
t hostname -a-
t hostname a-
t hostname A
t hostname 1
t hostname a..b
t hostname a.-b
t hostname a-.b
t hostname a_b
t hostname 'a b'
t hostname ä
t hostname "$(printf a%.0s {1..63})"
t hostname
t hostname -F /etc
printf '# c\n\n  \n  a.b  \nc\n' > f; t hostname -F f
printf 'x y z' > f; t hostname -F f
