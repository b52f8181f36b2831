# wrong and odd arguments of the text and file tools
printf 'one a:b:c\ntwo\ntwo\nThree 3\n' > f; printf 'x\ty\n\n\nz' > t; mkdir d0; ln -s f l
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  eval "$line" < /dev/null
  echo "= $?"
done <<'END'
cat nosuch
cat -Z f
cat --bogus f
cat -n -b f
cat -A f t
cat -s f
cat -vET t
cat - < f
cat /tmp
cat f nosuch f
head -n
head -n x f
head -n 1x f
head -n -1 f
head -n 0 f
head -1 f
head -c 3 f
head -c -3 f
head -c x f
head -n 1 f f
head -v -n1 f
head -q -n1 f f
head nosuch
head /tmp
head --lines=2 f
head --lines f
head -n 1K f
head -n 99999999999999999999999 f
head -5q f
head -n 1 -- f
tail -n
tail -n x f
tail -n +2 f
tail -n -1 f
tail -c 3 f
tail -c +4 f
tail -1 f
tail +2 f
tail nosuch
tail /tmp
tail --bogus
tail -n 0 f
tail -v f
wc nosuch
wc -x f
wc f
wc -l f
wc -w -c f
wc -m f
wc -L f t
wc f t
wc < f
wc - < f
wc --lines f
wc --bogus f
wc f nosuch
cut f
cut -f
cut -f x f
cut -f 0 f
cut -f 1 -d f
cut -f 1 -d ab f
cut -f1 -d' ' f
cut -c f
cut -c 2-1 f
cut -c 1-2 f
cut -b -2 f
cut -c 1 -f 1 f
cut -c 1 -d ' ' f
cut -c 1 -s f
cut -f 1- f
cut -f 1,3 -d: f
cut -f -1 -s -d: f
cut -f 1 nosuch
cut --fields=1 --delimiter=' ' f
cut --complement -c1 f
cut -f 1 --output-delimiter=X -d' ' f
cut -f -
cut -f 1--2 f
cut -f 1,,2 f
cut -Z f
cut -f 99999999999999999999999 f
uniq nosuch
uniq -x f
uniq f
uniq -c f
uniq -d f
uniq -u f
uniq -f x f
uniq -f 1 f
uniq -s 1 f
uniq -w 1 f
uniq -w x f
uniq -D f
uniq -i f
uniq f out extra
uniq -cD f
tac f
tac -x f
rev f
rev -x f
paste f t
paste -d, f t
paste -s f
paste -d f
paste nosuch
paste -x f
paste - - < f
sort nosuch
sort -x f
sort f
sort -r f
sort -n f
sort -k f
sort -k 0 f
sort -k 2 f
sort -k x f
sort -t f
sort -t ab -k1 f
sort -t '' f
sort -u f
sort -c f
sort -C f
sort -o out f
sort -nh f
sort -gn f
sort -b -f f
sort --key=1 f
sort --bogus f
sort -V f
sort -h f
sort -c f t
sort /tmp
tr
tr a
tr a b c < f
tr -d < f
tr -d a < f
tr -d a b < f
tr -ds a b < f
tr -s a < f
tr -s l < f
tr a-z A-Z < f
tr z-a x < f
tr '[:upper:]' '[:lower:]' < f
tr '[:bogus:]' x < f
tr -c a-z x < f
tr -cd a-z < f
tr '[a*3]' b < f
tr a '[b*]' < f
tr '[=a=]' x < f
tr a '' < f
tr '' a < f
tr -x a b < f
tr '[:lower:]' '[:upper:]x' < f
tr -t abc x < f
tr '\n' ' ' < f
basename
basename a/b.c .c
basename a b c
basename -s .c a/b.c x.c
basename -a a/b c/d
basename /
basename --bogus
basename a/b.c b.c
dirname
dirname a/b c
dirname /
dirname a
dirname ''
dirname a//b
dirname -x
readlink
readlink f
readlink nosuch
readlink l
readlink -n l
readlink -x l
realpath
realpath -x
mkdir
mkdir d
mkdir d
mkdir -p d/e/f
mkdir nosuch/x
mkdir -x
mkdir -v d3
mkdir f/x
rm
rm nosuch
rm d2
rm -d d2
rm -f nosuch
rm -f
rm -r nosuch
rm -x
rm .
rm -r .
rm -r /
rm --bogus
cp
touch
touch nosuch/x
touch -x
touch -c nosuch
touch /tmp
ls nosuch
ls f nosuch
tee nosuch/x < f
tee -x < f
tee -a out < f
tee --bogus < f
tee /tmp < f
END
