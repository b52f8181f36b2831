# colours of grep: what is marked with which sequence, by option and by environment
export LC_ALL=C TERM=xterm
mkdir /tmp/colors; cd /tmp/colors; printf 'one x\nx\n\nfoo xx bar x baz\nend\nlast\r\nmore\nxtail\r\n' > f; printf 'x\n' > g
show() { echo "+ $*"; "$@" 2>&1 | cat -A; echo "status ${PIPESTATUS[0]}"; }
show grep --color=always x f
show grep --colour=always x f g
show grep --color=always -n x f g
show grep --color=always -Hn -C1 foo f
show grep --color=always -n -C1 'end\|one' f
show grep --color=always -A1 'one\|end' f
show grep --color=always -v x f
show grep --color=always -vn -C1 end f
show grep --color=always -o x f g
show grep --color=always -on x f
show grep --color=always -ov x f
show grep --color=always -ov -C1 end f
show grep --color=always -o -C1 'one\|last' f
show grep --color=always -c x f g
show grep --color=always -l x f g
show grep --color=always -L zz f g
show grep --color=always -lZ x f g
show grep --color=always -cZ x f g
show grep --color=always -ZHn x g
show grep --color=always '' g
show grep --color=always 'q*' f
show grep --color=always -w x f
show grep --color=always -x x f
show grep --color=always -e foo -e bar f
show grep --color=always -i XX f
show grep --color=always '^x' f
show grep --color=always 'x$' f
show grep --color=always 'o*' f
show grep --color=always -m1 -A2 x f
show grep --color=always -q x f
show grep --color=always zz f
show grep --color=always -F . f
show grep --color=always -z x f
show egrep --color=always 'b(a)[rz]' f
show fgrep --color=always xx f
for w in auto never always yes no force none tty if-tty ALWAYS Always; do show grep --color=$w x g; done
show grep --color x g
show grep --colour x g
show grep --color=always --color=never x g
show grep --color=never --color=always x g
for c in '' 'mt=1' 'ms=1;2' 'mc=4' 'sl=7' 'cx=3' 'sl=7:cx=3' 'sl=7:cx=3:rv' 'rv' 'ne' 'ne:mt=5' 'fn=1:ln=2:se=3' 'fn=' 'ln=:se=' 'mt=' 'ms=:sl=1' \
  'mt=x' 'mt=1:fn=a:ln=4' 'zz=1:mt=2' 'mt' 'rv=1:sl=3' 'ne=1' '=1' 'mt=1=2' 'mt=1:' ':mt=1' '::mt=1' 'mt=;;' 'mt=1;' 'mt=01;31;44:sl=2:cx=33:rv:fn=34:ln=35:bn=36:se=37' 'mt=1 ' 'MT=1' 'mt=-1' 'mt=1:ms' 'mt=1,fn=2'; do
  export GREP_COLORS=$c; echo "GREP_COLORS=$c"
  show grep --color=always -n x f g
  show grep --color=always -vn -C1 x f
  show grep --color=always -n -C1 foo f
done
unset GREP_COLORS
for c in '' 7 '1;2' bad '1;' ';' '1:2' '1 '; do
  export GREP_COLOR=$c; echo "GREP_COLOR=$c"
  show grep --color=always x f
  show env GREP_COLORS=fn=3 grep --color=always -H x f
  show env GREP_COLORS=mt=3 grep --color=always -C1 foo f
  show grep --color=never x g
done
unset GREP_COLOR
TERM=dumb; show grep --color=always x g
unset TERM; show grep --color=always x g; show grep --color=auto x g
printf 'a\0x\n' > b; show grep --color=always x b
mkdir d; cp f d/; show grep -r --color=always -n foo d
