# cmp: what differs first, all that differs, and one file that is shorter.
mkdir -p /tmp/cmpdir; cd /tmp/cmpdir; printf 'abc\ndef\n' > a; printf 'abc\ndxf\n' > b; cp a c; printf 'abc\n' > d; printf 'abc' > e; : > z; mkdir dd
cmp a b; echo $?; cmp a c; echo $?; cmp a d; echo $?; cmp d a; echo $?; cmp a e; echo $?; cmp e d; echo $?; cmp z a; echo $?; cmp a z; echo $?
cmp -s a b; echo $?; cmp --silent a c; echo $?; cmp -s a nosuch; echo $?; cmp a nosuch; echo $?
cmp a; echo $?; cmp; echo $?; cmp -l a b; echo $?; cmp -b a b; echo $?; cmp -lb a b; cmp -n 4 a b; echo $?; cmp -i 5 a b; echo $?; cmp a b 5; echo $?
cat a | cmp - c; echo $?; cmp - a < b; echo $?; cmp a dd; echo $?; cmp -q a b; echo $?; cmp --quiet a b; echo $?
cmp a b 5 6 7; echo $?; cmp -x; echo $?; cmp -l a d; echo $?; cmp -n x a b; echo $?
head -c 300 /dev/zero > a; { head -c 200 /dev/zero; printf "\\001\\377\\n"; head -c 97 /dev/zero; } > b; cmp a b; cmp -l a b; cmp -lb b a
diff a; diff; diff --zzz a b; diff a b c
