# Datagrams: connected, listened for, one at a time.
ip link set lo up
clean() { sed -E -e 's/^[0-9]{4}[0-9/]* [0-9:.]* (socat|foo)\[[0-9]*\]/T \1/' -e 's/(process|child) [0-9]+/\1 N/' -e 's/^([<>]) [0-9/]+ [0-9:.]+ /\1 T /' -e 's/0x[0-9a-f]+000,/BUFFER,/' -e 's/:[3-6][0-9]{4}( |$)/:PORT\1/g' -e "/childdied|execvp'ing/d"; }
run() { echo "+ $*"; timeout 3 socat "$@" 2>&1 </dev/null | clean; echo "= ${PIPESTATUS[0]}"; }
slow() { echo "+ $*"; sleep 0.6 | timeout 3 socat "$@" 2>&1 | clean; echo "= ${PIPESTATUS[1]}"; }
serve() { echo "# $*"; rm -f out log; socat "$@" >out 2>log & S=$!; sleep 0.4; }
end() { sleep 0.5; kill $S 2>/dev/null; wait $S; echo "= $?"; clean <log | ${order:-cat}; cat out; }
order=sort
serve -d -d -T3 UDP-LISTEN:90,fork EXEC:cat
for i in 1 2; do echo $i | socat -t 0.3 - UDP:127.0.0.1:90,bind=127.0.0.1:700$i; done
end
serve -d -d UDP-RECVFROM:91,fork EXEC:'tr a-z A-Z'
for i in 1 2; do echo abc$i | socat -t 0.3 - UDP-SENDTO:127.0.0.1:91; done
sleep 0.3; kill $S; wait $S; cat out
order=
serve -d -d UDP-RECVFROM:92 EXEC:'tr a-z A-Z'
echo abc | socat -t 0.3 - UDP:127.0.0.1:92,sourceport=7009
end
serve -d -d -u UDP4-RECV:93 -
echo a | socat -d -d - UDP-SENDTO:127.0.0.1:93,bind=127.0.0.1:7010 2>&1 | clean
echo b | socat -d -d - UDP-DATAGRAM:127.0.0.1:93,bind=127.0.0.1:7011 2>&1 | clean
echo c | socat -d -d -u - UDP:127.0.0.1:93,bind=127.0.0.1:7012 2>&1 | clean
end
serve -d -d -T3 UDP6-LISTEN:94 PIPE
echo six | socat -t 0.3 - UDP6:[::1]:94,sourceport=7013
end
(echo a; sleep 0.2; echo b) | socat -d -d - UDP:127.0.0.1:96,sourceport=7014 2>&1 | clean
(echo a; sleep 0.2; echo b) | socat -d -d - UDP-SENDTO:127.0.0.1:96,bind=:7015 2>&1 | clean
echo a | socat - UDP-DATAGRAM:127.255.255.255:5 2>&1 | clean
echo a | socat - UDP-DATAGRAM:127.255.255.255:5,broadcast 2>&1 | clean
echo a | socat - UDP:127.255.255.255:5 2>&1 | clean
run -d -d -T 0.3 - UDP4-RECV:70,bind=127.0.0.1
serve -d -d - UDP4-RECVFROM:70,bind=127.0.0.1
end
serve -d -d - UDP4-LISTEN:70
end
ip link add one type veth peer name two
ip addr add 10.1.0.1/24 dev one; ip link set one up; ip link set two up
serve -u UDP-RECV:97,ip-add-membership=224.1.1.1:one,reuseaddr -
ip maddr show dev one | grep 224.1
end
run -T0.2 - UDP-RECV:5,ip-add-membership=224.1.1.1:nosuch
run -T0.2 - UDP-RECV:5,ip-add-membership=224.1.1.1
serve -d -d -u UDP-RECV:98,so-bindtodevice=one -
echo lost | socat -u - UDP:127.0.0.1:98
end
