nosuch arg
echo $?
./nosuch
echo $?
cd /nonexistent
echo $?
[ 1 -eq x ]; echo $?
[ a b c d e ]; echo $?
shift 3; echo $?
(exit 300); echo $?
return 2>&1; echo $?
readonly ro=1
ro=2
echo still
