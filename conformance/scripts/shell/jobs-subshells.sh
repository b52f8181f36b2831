# Jobs that have ended in strings, subshells, substitutions and loops; those that a signal has killed; wait -n, disown.
exec 2>&1
bash -c 'sleep 0.1 & sleep 0.3; jobs; echo "= $?"; jobs; sleep 0.1 & sleep 0.3; kill %1; echo "= $?"; true; wait %1; echo "= $?"'
bash -c 'sleep 0.1 & true & sleep 0.3; sleep 0; jobs; echo "= $?"'
(sleep 0.1 & sleep 0.3; jobs; echo "= $?"; jobs; sleep 0.1 & sleep 0.3; kill %1; echo "= $?"; wait %1; echo "= $?")
echo $(sleep 0.1 & sleep 0.3; jobs; echo "= $?"; jobs)
sleep 0.1 &
sleep 0.3
(jobs)
echo $(jobs)
jobs | cat
f() { jobs; }
f
for i in 1 2 3; do sleep 0.05 & sleep 0.1; done
jobs
for i in 1 2 3; do sleep 0.05 & sleep 0.1; jobs; done
{ sleep 0.05 & sleep 0.1; jobs; } | cat
sleep 5 & sleep 5 & sleep 0.1 & sleep 0.3
sleep 0.1
jobs
jobs
jobs
wait -n; echo "= $?"
(exit 4) & (exit 5) & sleep 0.1
wait -n; echo "= $?"
wait -n; echo "= $?"
wait -n; echo "= $?"
(exit 4) & a=$!
(exit 5) & b=$!
sleep 0.1
wait $a $b; echo "= $?"
wait $a; echo "= $?"
jobs
sleep 0.05 & sleep 0.1; disown %1; jobs; echo "= $?"
sleep 0.05 & sleep 0.1; disown; jobs; echo "= $?"
