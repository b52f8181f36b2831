# Listeners and connections.
ip link set lo up
clean() { sed -E -e 's/^[0-9]{4}[0-9/]* [0-9:.]* (socat|foo)\[[0-9]*\]/T \1/' -e 's/(process|child) [0-9]+/\1 N/' -e 's/^([<>]) [0-9/]+ [0-9:.]+ /\1 T /' -e 's/0x[0-9a-f]+000,/BUFFER,/' -e 's/:[3-6][0-9]{4}( |$)/:PORT\1/g' -e "/childdied|execvp'ing/d"; }
run() { echo "+ $*"; timeout 3 socat "$@" 2>&1 </dev/null | clean; echo "= ${PIPESTATUS[0]}"; }
slow() { echo "+ $*"; sleep 0.6 | timeout 3 socat "$@" 2>&1 | clean; echo "= ${PIPESTATUS[1]}"; }
serve() { echo "# $*"; rm -f out log; socat "$@" >out 2>log & S=$!; sleep 0.4; }
end() { sleep 0.5; kill $S 2>/dev/null; wait $S; echo "= $?"; clean <log | ${order:-cat}; cat out; }
order=sort
serve -d -d TCP-LISTEN:80,reuseaddr,fork SYSTEM:'echo one; exec cat'
for i in 1 2; do echo $i | socat - TCP:127.0.0.1:80,bind=127.0.0.1:700$i,reuseaddr; sleep 0.3; done
end
order=
serve -d -d TCP-LISTEN:80,reuseaddr EXEC:'tr a-z A-Z'
echo small | socat - TCP4:localhost:80
end
serve TCP-LISTEN:80,reuseaddr,fork,bind=127.0.0.1 SYSTEM:'env | grep SOCAT_ | grep -v PID | sort'
socat - TCP:127.0.0.1:80,bind=127.0.0.1:7005,reuseaddr
end
serve -d -d TCP6-LISTEN:80,reuseaddr PIPE
echo six | socat -d -d - 'TCP:[::1]:80' 2>own; clean <own
end
serve -d -d TCP6-LISTEN:80,reuseaddr,ipv6only,bind=[::1] PIPE
echo six | socat - TCP6:[::1]:80
run - TCP:127.0.0.1:80
end
serve -d -d TCP-LISTEN:80,reuseaddr,range=10.0.0.0/8 PIPE
echo a | socat - TCP:127.0.0.1:80
end
serve -d -d TCP-LISTEN:80,reuseaddr,range=127.0.0.0:255.0.0.0,sourceport=5 PIPE
echo a | socat - TCP:127.0.0.1:80
end
order=sort
serve -d -d TCP-LISTEN:80,reuseaddr,fork,max-children=1 EXEC:'sleep 1'
sleep 0.5 | socat - TCP:127.0.0.1:80 & sleep 0.2; sleep 0.5 | socat - TCP:127.0.0.1:80 & sleep 1.5
end
order=
for signal in INT HUP QUIT TERM; do
  serve -d -d TCP-LISTEN:80,reuseaddr -
  kill -$signal $S
  end
done
serve -d -d TCP-LISTEN:80,reuseaddr TCP:127.0.0.1:81
socat -d -d - TCP:127.0.0.1:80 </dev/null 2>&1 | clean
end
serve TCP-LISTEN:82,reuseaddr PIPE
serve -d -d TCP-LISTEN:80,reuseaddr TCP:127.0.0.1:82
echo through | socat - TCP:127.0.0.1:80
end
run -d -d TCP-LISTEN:80,reuseaddr,accept-timeout=0.2 -
run -d -d -4 TCP-LISTEN:80,reuseaddr,accept-timeout=0.1,mss=300,tos=0x10,keepalive,nodelay,rcvbuf=3000,sndbuf=3000,linger=2,reuseport,ttl=5 -
run -d -d -6 TCP-LISTEN:80,reuseaddr,accept-timeout=0.1 -
run -d -d TCP-LISTEN:80,pf=ip6,reuseaddr,accept-timeout=0.1 -
run -d -d TCP-LISTEN:http,reuseaddr,accept-timeout=0.1 -
run -d -d TCP-LISTEN:80x,reuseaddr,accept-timeout=0.1 -
run -d -d TCP-LISTEN:0x50,reuseaddr,accept-timeout=0.1 -
run -d -d TCP:127.0.0.1:80,retry=2,interval=0.2 -
run -d -d TCP:127.0.0.1:80,so-bindtodevice=lo -
run -d -d TCP:192.0.2.1:80 -
