# Programs at one side, how they end, and the times it waits.
ip link set lo up
clean() { sed -E -e 's/^[0-9]{4}[0-9/]* [0-9:.]* (socat|foo)\[[0-9]*\]/T \1/' -e 's/(process|child) [0-9]+/\1 N/' -e 's/^([<>]) [0-9/]+ [0-9:.]+ /\1 T /' -e 's/0x[0-9a-f]+000,/BUFFER,/' -e 's/:[3-6][0-9]{4}( |$)/:PORT\1/g' -e "/childdied|execvp'ing/d"; }
run() { echo "+ $*"; timeout 3 socat "$@" 2>&1 </dev/null | clean; echo "= ${PIPESTATUS[0]}"; }
slow() { echo "+ $*"; sleep 0.6 | timeout 3 socat "$@" 2>&1 | clean; echo "= ${PIPESTATUS[1]}"; }
serve() { echo "# $*"; rm -f out log; socat "$@" >out 2>log & S=$!; sleep 0.4; }
end() { sleep 0.5; kill $S 2>/dev/null; wait $S; echo "= $?"; clean <log | ${order:-cat}; cat out; }
slow - EXEC:'sh -c \"sleep 0.2; exit 1\"'
slow -d - SYSTEM:'sleep 0.2; exit 3'
slow -d -d - SYSTEM:'sleep 0.9; kill -9 $$'
slow - EXEC:nosuch | grep -v waitpid
slow - EXEC:'echo "a  b" c\,d  e'
slow - EXEC:'echo a b,stderr'
slow - "EXEC:echo 'a b' '(c d)' [e] {f}"
slow - EXEC:'sh -c \"echo out; echo err >&2; sleep 0.2; exit 3\"',stderr
slow - SYSTEM:'echo a:b'
slow - EXEC:'echo a:b'
slow - SYSTEM:"echo 'x  y' \"it's\""
slow -d -d -t 0.2 - EXEC:'sleep 2'
slow -d -d -T 0.2 - EXEC:'sleep 2'
run -d -d -u SYSTEM:'echo out; sleep 0.2' -
run -d -d -u SYSTEM:'echo out',pipes -
echo in | socat -d -d - EXEC:cat,pipes 2>log; clean <log
echo in | socat -u - EXEC:'tee f'; cat f
run "SYSTEM:echo hi!!EXEC:cat" -
echo read > r
socat "OPEN:r!!OPEN:w,creat" SYSTEM:'tr a-z A-Z'; cat w
cat > script <<'X'
trap 'echo term; exit' TERM
read line
sleep 1
X
socat -t 0.2 - EXEC:'bash script',stderr </dev/null; echo $?
run -t0 - -
run -b0 - -
