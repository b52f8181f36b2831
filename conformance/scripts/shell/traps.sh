# trap: EXIT, INT, TERM, ERR, and taken back.
trap 'echo bye $?' EXIT
trap 'echo caught TERM' TERM
kill -TERM $$
echo after
trap - TERM
trap 'echo err at $LINENO' ERR
false
true || false
if false; then :; fi
trap - ERR
trap
(trap 'echo inner' EXIT; exit 4); echo $?
bash -c 'trap "echo int; exit 9" INT; kill -INT $$; echo not here'; echo $?
exit 5
