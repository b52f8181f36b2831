# Background jobs, $!, wait and their status.
sleep 0.3 & first=$!
(exit 3) & second=$!
wait $second; echo $?
wait $first; echo $?
wait 99999; echo $?
false & wait; echo $?
sleep 5 & kill $!; wait $!; echo $?
sleep 5 & kill -KILL $!; wait $!; echo $?
for i in 1 2 3; do (sleep 0.$i; echo job $i) & done; wait
sleep 0.1 & jobs | sed 's/  */ /g'; wait
{ echo a; sleep 0.1; echo b; } & wait -n; echo $?
kill -0 $$; echo $?; kill -0 99999; echo $?
kill -l | head -1; kill -l 9; kill -l TERM
