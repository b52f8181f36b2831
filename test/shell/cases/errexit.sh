set -e
false || echo ok
if false; then :; fi
! true
f() { false; echo in-f; }
f || echo f-failed
(false; echo x) || echo sub
x=$(false; echo hi); echo "x=$x"
while false; do :; done
false | true
echo before
f
echo not reached
