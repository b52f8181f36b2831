# Jobs that have ended: a script keeps them until jobs or wait tells of them; kill of them does nothing.
jobs; echo "= $?"
sleep 0.1 & 
sleep 0.4
jobs; echo "= $?"
jobs; echo "= $?"
sleep 0.3 &
sleep 0.3 &
timeout 0.3 sleep 5 &
sleep 5 &
sleep 0.7
jobs
echo --
jobs
kill %1; echo "= $?"
kill %2; echo "= $?"
kill %3; echo "= $?"
kill %4; echo "= $?"
sleep 0.1
kill %4; echo "= $?"
jobs
kill %4; echo "= $?"
sleep 0.1 & 
sleep 0.3
kill %1; echo "= $?"
kill %1; echo "= $?"
wait %1; echo "= $?"
jobs
sleep 0.1 & p=$!
(sleep 0.1; exit 3) &
sleep 0.3
wait %2; echo "= $?"
wait $p; echo "= $?"
jobs
echo -- kept
for i in 1 2 3; do sleep 0.2 & done
sleep 0.5
sleep 0.6 &
jobs
jobs -p | wc -l
wait
jobs
sleep 1 & sleep 1 &
kill %1 %2
wait
jobs
sleep 0.1 | cat &
sleep 0.3
jobs
kill %7; echo "= $?"
kill %%; echo "= $?"
sleep 0.1 &
sleep 0.2
kill %%; echo "= $?"
kill %sl; echo "= $?"
sleep 0.1 &
sleep 0.2
kill -0 %1; echo "= $?"
kill $! 2> /dev/null; echo "= $?"
jobs
sleep 3 &
kill %1; kill %1; echo "= $?"; wait %1; echo "= $?"
sleep 3 &
kill $!; wait $!; echo "= $?"; jobs; kill %1; echo "= $?"
