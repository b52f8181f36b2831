# Abstract names: nc takes them after @; ss and /proc/net/unix show them.
clean() { sed -E 's/ +/ /g; s/ [0-9]{3,}/ N/g; s/ $//' | sort; }
long=$(printf %0107d 0)
nc -lkvU @abs > got 2> said & n=$!
sleep 0.3
ls
ss -xa | clean
ss -xa src @abs | clean
ss -xa src '*b*' | clean
ss -xae | clean
cut -d' ' -f2- /proc/net/unix | clean
echo one | nc -NvU @abs; echo "= $?"
nc -lU @abs; echo "= $?"
nc -U @ab; echo "= $?"
nc -U abs; echo "= $?"
nc -uU @abs; echo "= $?"
kill $n; wait $n; echo "= $?"; cat got said
nc -U @abs; echo "= $?"
timeout 0.3 nc -lU @; echo "= $?"
nc -U @; echo "= $?"
timeout 0.3 nc -lU @$long; echo "= $?"
timeout 0.3 nc -lU @1$long; echo "= $?"
nc -U @$long 2>&1 | sed "s/$long/long/"
nc -U @1$long 2>&1 | sed "s/$long/long/"
nc -luvU @d > got 2> said & n=$!
sleep 0.3
echo two | nc -uvU -w 1 -s @me @d; echo "= $?"
echo three | nc -uvU -w 1 -s @other @d; echo "= $?"
cut -d' ' -f2- /proc/net/unix | clean
kill $n; wait $n; echo "= $?"; cat got said
# other namespaces have other names
ip netns add n
ip netns exec n nc -lkU @abs > got & n=$!
sleep 0.3
nc -U @abs; echo "= $?"
ss -xa | clean
ip netns exec n ss -xa | clean
echo four | ip netns exec n nc -NU @abs; echo "= $?"
kill $n; wait $n; cat got
