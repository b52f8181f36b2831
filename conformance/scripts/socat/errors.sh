# What is refused.
ip link set lo up
clean() { sed -E -e 's/^[0-9]{4}[0-9/]* [0-9:.]* (socat|foo)\[[0-9]*\]/T \1/' -e 's/(process|child) [0-9]+/\1 N/' -e 's/^([<>]) [0-9/]+ [0-9:.]+ /\1 T /' -e 's/0x[0-9a-f]+000,/BUFFER,/' -e 's/:[3-6][0-9]{4}( |$)/:PORT\1/g' -e "/childdied|execvp'ing/d"; }
run() { echo "+ $*"; timeout 3 socat "$@" 2>&1 </dev/null | clean; echo "= ${PIPESTATUS[0]}"; }
slow() { echo "+ $*"; sleep 0.6 | timeout 3 socat "$@" 2>&1 | clean; echo "= ${PIPESTATUS[1]}"; }
serve() { echo "# $*"; rm -f out log; socat "$@" >out 2>log & S=$!; sleep 0.4; }
end() { sleep 0.5; kill $S 2>/dev/null; wait $S; echo "= $?"; clean <log | ${order:-cat}; cat out; }
for a in "FOO:1" "TCP:1" "TCP" "TCP:1:2:3" "TCP:::1:1" "TCP:127.0.0.1:70000" "TCP:127.0.0.1:foo" "TCP:127.0.0.1:1,foo" \
  "TCP:127.0.0.1:1,reuseaddr=x" "TCP:127.0.0.1:1,linger=x,nodelay" "OPEN" "CREATE:/none/x" "TCP-LISTEN:80,bind=1.2.3.4" "TCP-LISTEN:80,bind" \
  "TCP-LISTEN:80,mode=1,accept-timeout=0.1" "tcp6:[::1]:1" "TCP6-LISTEN:1,bind=127.0.0.1" "TCP4-LISTEN:1,bind=::1" "TCP-LISTEN:1,bind=127.0.0.1:7" \
  "TCP:127.0.0.1:1,bind=:5" "TCP:127.0.0.1:1,connect-timeout=1" "TCP:127.0.0.1:1,crlf=1" "TCP-LISTEN:80,range=10" "TCP-LISTEN:80,range=1.2.3.4/33" \
  "TCP6-LISTEN:80,range=[::1/128]" "TCP-LISTEN:80,ttl=300" "TCP-LISTEN:80,pf=ip9" "TCP-LISTEN:80,accept-timeout=x" "TCP-LISTEN:" "TCP-LISTEN:nosuch" \
  "TCP-LISTEN:80,max-children=2" "TCP:127.0.0.1:1,,," "tcp:127.0.0.1:1,BIND=127.0.0.9:5" "TCP:127.0.0.1:1,bind=9.9.9.9" 'TCP:"127.0.0.1":1' \
  "TCP:127.0.0.1:1,creat" "TCP:127.0.0.1:1,append" "TCP:127.0.0.1:1,pipes" "UDP:127.0.0.1:1,nodelay" "UDP-RECV:1,fork" "OPEN:/x,fork" "-,fork" \
  "TCP-LISTEN:80,so-bindtodevice=nope" "TCP:127.0.0.1:1,ipv6only" "UDP-SENDTO:127.0.0.1" "FD:x" "STDIN:3" ""; do
  run - "$a"
done
run -g - UDP:127.0.0.1:1,nodelay
run
run x
run a b c
run -Q
run -b
run -b x - -
run -t x - -
run -T x - -
run -vx - -
run -u -U - -
run -lx - -
run -d -d - FOO
