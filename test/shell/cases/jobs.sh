sleep 0.2 & a=$!
sleep 0.1 & b=$!
wait $b; echo b $?
wait $a; echo a $?
(exit 5) & wait $!; echo $?
{ sleep 0.1; echo late; } & echo early; wait; echo done
sleep 10 & kill $!; wait $! ; echo $?
sleep 10 & kill -9 $!; wait $!; echo $?
sleep 0.1 & jobs; wait; jobs
for i in 3 1 2; do { sleep 0.$i; echo $i; } & done; wait
(exit 3) & (exit 4) & wait -n; echo n
wait %99; echo $?
true
echo a | cat & wait
sleep 5 & disown; kill $!
( sleep 0.3; echo bg ) & ( sleep 0.1; echo fg ); wait
timeout 0.2 sleep 5; echo timeout $?
