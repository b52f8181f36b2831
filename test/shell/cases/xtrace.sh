set -x
a=1 b="x y"
echo $a "$b" '*' ''
[ $a = 1 ] && echo yes
[[ $a == 1 ]]
(( a > 0 ))
for i in 1 2; do : $i; done
f() { local z=$1; echo "$z"; }
f "q r"
x=$(echo sub)
case $a in 1) : one;; esac
(echo sub)
set +x
echo done
