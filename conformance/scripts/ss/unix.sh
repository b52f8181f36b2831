# Sockets of the UNIX family: nc -U, ss -x, /proc/net/unix.
clean() { sed -E 's/ +/ /g; s/ [0-9]{3,}/ N/g; s/ino:[0-9]+ dev:[0-9/]+/ino/; s/peers:.*/peers/; s/pid=[0-9]+/pid=P/; s/ $//' | sort; }
nc -lU s > got &
sleep 0.2
ls -l s | cut -c1-10
stat -c %F s
test -S s && echo socket
cat s
ss -x
ss -xa | clean
echo hi | nc -NU s; echo "= $?"
wait
cat got
nc -U s; echo "= $?"
rm s
nc -lvU s > got 2> said &
sleep 0.2
echo x | nc -vNU s; echo "= $?"
wait
cat got said
rm s
nc -U nosuch; echo "= $?"
nc -lU /nosuch/x; echo "= $?"
nc -klU s > got &
listener=$!
sleep 0.2
ss -xa | clean
ss -xl src s | clean
cut -d' ' -f2- /proc/net/unix | clean
kill $listener
sleep 0.2
ss -xa | clean
nc -U s; echo "= $?"
