# Files, descriptors and the standard streams.
ip link set lo up
clean() { sed -E -e 's/^[0-9]{4}[0-9/]* [0-9:.]* (socat|foo)\[[0-9]*\]/T \1/' -e 's/(process|child) [0-9]+/\1 N/' -e 's/^([<>]) [0-9/]+ [0-9:.]+ /\1 T /' -e 's/0x[0-9a-f]+000,/BUFFER,/' -e 's/:[3-6][0-9]{4}( |$)/:PORT\1/g' -e "/childdied|execvp'ing/d"; }
run() { echo "+ $*"; timeout 3 socat "$@" 2>&1 </dev/null | clean; echo "= ${PIPESTATUS[0]}"; }
slow() { echo "+ $*"; sleep 0.6 | timeout 3 socat "$@" 2>&1 | clean; echo "= ${PIPESTATUS[1]}"; }
serve() { echo "# $*"; rm -f out log; socat "$@" >out 2>log & S=$!; sleep 0.4; }
end() { sleep 0.5; kill $S 2>/dev/null; wait $S; echo "= $?"; clean <log | ${order:-cat}; cat out; }
echo x > f
run -d -d -u OPEN:f -
run -d -d -u FILE:f,rdonly -
run -d -d -u GOPEN:f -
run -d -d -u ./f -
run -d -d -u - CREATE:g
run -d -d -u - CREATE:g,mode=600
run -d -d -u - GOPEN:g
run -d -d -u - GOPEN:h
run -d -d -u - OPEN:i
run -d -d -u - OPEN:g,append
run -d -d - OPEN:g,excl,creat
run -d -d -u - CREATE:.
run -d -d -u OPEN:. -
run -d -d -u OPEN:nosuch -
run -d -d - OPEN:nosuch
run -d -d -u FD:0 -
run -d -d - 0
run -d -d STDIN STDOUT
run -d -d STDERR -
run -d -d - -
run -U OPEN:new,creat,wronly -
stat -c '%a %n' g h new
echo one | socat -u - OPEN:log,creat,append; echo two | socat -u - OPEN:log,append; cat log
echo three | socat -u - OPEN:log,trunc; cat log
printf 'a\nb\n' | socat -u -d -d - OPEN:/dev/full 2>&1 | clean
printf 'unix\nlines\n' | socat - PIPE,crlf | od -c
printf 'dos\r\nlines\r\n' | socat -u -,crlf CREATE:f; od -c f
printf 'mac\rlines\r' | socat -u -,cr CREATE:f; od -c f
echo abcdefg | socat -u -,readbytes=3 -; echo
