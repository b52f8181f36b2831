# Datagrams of the UNIX family: nc -uU, where its answers come, and what is left of that name.
folder() { ls -d /tmp/nc-* 2> /dev/null | sed 's/nc-.*/nc-X/'; ls -l /tmp/nc-*/ 2> /dev/null | cut -c1-10; }
nc -luU s > got 2> said & n=$!
sleep 0.3
echo one | timeout 1 nc -uU s; echo "= $?"
folder
kill $n; wait $n; echo "= $?"; cat got said
rm -rf /tmp/nc-*
nc -luvU s > got 2> said & n=$!
sleep 0.3
echo two | timeout 1 nc -uNvU s 2>&1 | sed 's/nc-[^/]*/nc-X/'
kill $n; wait $n; echo "= $?"; cat got said
rm -rf /tmp/nc-*
nc -lukU s > got 2> said & n=$!
sleep 0.3
echo three | nc -uU -w 1 s; echo "= $?"
echo four | nc -uU -q 0 s;  echo "= $?"
folder
kill $n; wait $n; echo "= $?"; cat got said
echo x | nc -uU s; echo "= $?"
folder
nc -luU s > got 2> said & n=$!
sleep 0.3
echo five | nc -uU -w 1 -s own s; echo "= $?"
stat -c %F own
kill $n; wait $n; echo "= $?"; cat got said
timeout 0.3 nc -uvU -s own own; echo "= $?"
timeout 0.3 nc -uvU -s /nosuch/own own; echo "= $?"
timeout 0.3 nc -uvU -s own s; echo "= $?"
# an answer comes back
(sleep 1; echo answer; sleep 1) | nc -luU s > got & n=$!
sleep 0.3
(echo question; sleep 2) | timeout 1.5 nc -uU s; echo "= $?"
kill $n; cat got
folder
rm -rf /tmp/nc-*
# -q ends without tidying up
nc -lukU s > got & n=$!
sleep 0.3
echo six | nc -uU -q 1 s; echo "= $?"
folder
kill $n; cat got
# who is connected
rm -rf /tmp/nc-[A-Za-z0-9]*
names() { sed -E 's/ +/ /g; s/ [0-9]{3,}/ N/g; s/nc-[^/ ]*/nc-X/g; s/pid=[0-9]+/pid=P/g; s/ino:[0-9]+ dev:[0-9/]+/ino/g; s/ $//' | sort; }
nc -luU s > got & n=$!
sleep 0.3
ss -x | names
ss -xa | names
(sleep 0.6; echo seven; sleep 1) | nc -uU s & m=$!
sleep 0.3
ss -xa | names
cut -d' ' -f2- /proc/net/unix | names
sleep 0.6
ss -xa | names
ss -xae | names
ss -xap | names
cut -d' ' -f2- /proc/net/unix | names
kill $m; sleep 0.3
ss -xa | names
cut -d' ' -f2- /proc/net/unix | names
kill $n; wait $n; cat got
