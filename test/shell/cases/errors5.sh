unset -v 1x; echo $?
export 2y=1; echo $?
local z; echo $?
declare -Z q; echo $?
kill -FOO 1; echo $?
wait 99999; echo $?
trap x NOSIG; echo $?
printf '%d\n' abc; echo $?
let; echo $?
let x=1+; echo $?
echo $((08))
echo next
((1+)); echo $?
cd a b; echo $?
type nosuch; echo $?
. /nonexistent; echo $?
source; echo $?
set -o nosuch; echo $?
shopt -s nosuch; echo $?
read 1x; echo $?
f() { g; }; g() { nosuchcmd; }; f
alias nosuch; unalias nosuch
builtin nosuch; echo $?
command nosuch; echo $?
exec nosuch
echo unreachable
