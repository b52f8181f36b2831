# Bytes of all values, lines, padding, and what is no such text.
printf '\xa1\xb2\xc3\xd4\x00\x01\xff' | base64
for n in 0 1 2 3 4 5 56 57 58 114 115; do head -c $n /dev/zero | tr '\0' '\377' | base64; done
head -c 100 /dev/zero | base64 -w 10
head -c 100 /dev/zero | base64 -w 0; echo
head -c 100 /dev/zero | base64 -w0 | base64 -d | od -c
t() { printf "$1" | base64 -d | od -An -tx1; echo "= ${PIPESTATUS[1]}"; }
t 'obLD1AAB/w=='
t 'obLD1AAB\n/w==\n'
t 'obLD1AAB/w'
t 'obLD1AAB/w='
t 'obL'
t 'obL!AAB'
t 'ob LD'
t '===='
t 'ob==LD1A'
t 'o'
t 'ob=c'
printf 'o!b#L\tD' | base64 -di | od -An -tx1
echo x > f; base64 f; base64 nosuch; base64 .; base64 f f; base64 -w x f; base64 -x
