# Who has which socket: ss -p and netstat -p.
ip link set lo up
nc -l 127.0.0.1 80 &
nc -u -l 127.0.0.1 81 &
sleep 0.3
sleep 3 | nc -p 7000 127.0.0.1 80 &
sleep 0.3
clean() { sed -E 's/pid=[0-9]+/pid=P/; s/ino:[0-9]+ sk:[0-9a-f]+/ino/; s/ [0-9]+\/(\S+) +/ P\/\1 /; s/ +$//' | sort; }
for o in -tlnp -tnp -tnap -tunap -tunapo -wap; do echo "+ ss $o"; ss $o | clean; echo "+ netstat $o"; netstat $o | clean; done
ss -ltp -H | clean
kill $(jobs -p) 2>/dev/null
