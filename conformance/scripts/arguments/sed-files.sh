# sed: files that are read and written, the newline that the last line lacks, and what `l` shows
cd "$(mktemp -d)"
printf 'one\ntwo\nthree\n' > in
printf 'A\nB' > two
printf 'x' > bare
: > empty
echo '# r'
sed r\ two in
echo '# again'
sed '2r two' in
sed '$r bare' in; echo
sed 'r empty' in
sed 'r missing' in; echo "=$?"
sed -n 'r two' in; echo
printf 'last' | sed 'r two'; echo
printf 'last' | sed 'a more'
sed '/two/{r two
d}' in
sed '/two/r two' in in
sed 'r' in; echo "=$?"
sed '1!G;h;$!d;r bare' in; echo
echo '# R'
sed 'R two' in; echo
sed '1R two' in
sed -n 'R two' in; echo
sed 'R missing' in
sed 'R two
R two' in; echo
sed 'R' in; echo "=$?"
echo '# W'
sed -n 'N;W out' in; cat out
sed 'N;N;W out
s/\n/+/' in; cat out
sed 'W' in; echo "=$?"
sed -n 'W /dev/stdout' in
sed 'n;r two' in; echo
sed 'N;r two' in; echo
sed 'a foo
r two
i bar' in; echo
sed -i 'r bare' in; cat in; echo
sed 'r /dev/stdin' bare < two; echo
seq 3 | sed 'r two
q'; echo
seq 3 | sed -e '1r two' -e '1R in' -e 1q

printf 'x\ny' | sed 'N;P;D'; echo; printf x | sed -n 'p;p'; echo; printf x | sed 'i before'; echo; printf x | sed 'c new'; printf 'x' | sed q; echo
printf x > a; printf 'y\nz' > b; sed p a b; echo; sed = a b; echo; sed -n l a b
printf 'x\ny' | sed 'N;P;D'; echo; printf x | sed -n 'p;p'; echo; printf x | sed 'i before'; echo; printf x | sed 'c new'; printf 'x' | sed q; echo
sed -i p a b; cat a; echo; cat b; echo
sed '1!{r two
}' in | od -c | head -20
echo '# l'
printf 'a\tb\\c\001\177\303\251\n%s\n' "$(seq -s' ' 60)" > list
sed -n l list
sed -n 'l 20' list
sed -n 'l 1' list
sed -n '1l 0
2l 2' list | head -5
echo '# q'
for s in 'p;q' '$q' q5 Q 'p;Q' 'n;p' 'N;q'; do echo "$s"; printf x | sed -n "$s" | od -c; printf x | sed "$s" | od -c; done
