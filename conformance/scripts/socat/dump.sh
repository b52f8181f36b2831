# What -v, -x, -r and -R show.
ip link set lo up
clean() { sed -E -e 's/^[0-9]{4}[0-9/]* [0-9:.]* (socat|foo)\[[0-9]*\]/T \1/' -e 's/(process|child) [0-9]+/\1 N/' -e 's/([<>]) 20[0-9/]+ [0-9:.]+ /\1 T /' -e 's/0x[0-9a-f]+000,/BUFFER,/' -e 's/:[3-6][0-9]{4}( |$)/:PORT\1/g' -e "/childdied|execvp'ing/d"; }
run() { echo "+ $*"; timeout 3 socat "$@" 2>&1 </dev/null | clean; echo "= ${PIPESTATUS[0]}"; }
slow() { echo "+ $*"; sleep 0.6 | timeout 3 socat "$@" 2>&1 | clean; echo "= ${PIPESTATUS[1]}"; }
serve() { echo "# $*"; rm -f out log; socat "$@" >out 2>log & S=$!; sleep 0.4; }
end() { sleep 0.5; kill $S 2>/dev/null; wait $S; echo "= $?"; clean <log | ${order:-cat}; cat out; }
data() { printf 'hello\r\nwo\t\001\\rld\n\200\033\0\a\b\v\f\x7f"'; }
data | socat -v - PIPE 2>&1 >/dev/null | clean
data | socat -x - PIPE 2>&1 >/dev/null | clean
data | socat -v -x - PIPE 2>&1 >/dev/null | clean
printf '%032d' 3 | socat -v -x -u - CREATE:/dev/null 2>&1 | clean
printf '%040d\n' 3 | socat -v -x -u - CREATE:/dev/null 2>&1 | clean
printf 'abcdefgh' | socat -b 3 -v -u - CREATE:/dev/null 2>&1 | clean
printf abcdefgh | socat -r right -R left - SYSTEM:'echo yes; cat >/dev/null'
cat right; echo; cat left
socat -lf log -d -d TCP:127.0.0.1:3 -; clean < log
socat -lpfoo -d TCP:127.0.0.1:3 - 2>&1 | clean
socat -lu TCP:127.0.0.1:3 - 2>&1 | clean
socat -lh TCP:127.0.0.1:3 - 2>&1 | sed 's/^[^v]*//; s/\[.*\]/[N]/'
