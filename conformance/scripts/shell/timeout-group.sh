# the signal of timeout reaches all that its command started
timeout 0.3 bash -c 'sleep 5 & sleep 6; echo not reached'; echo $?
timeout 0.3 bash -c 'cat /dev/zero > /dev/null'; echo $?
timeout 0.3 bash -c 'cat /dev/zero | cat > /dev/null'; echo $?
timeout 0.3 bash -c 'trap "echo term" TERM; sleep 1; echo after'; echo $?
timeout --foreground 0.3 bash -c 'trap "echo term" TERM; sleep 1; echo after'; echo $?
timeout -k 0.2 0.2 bash -c 'trap "" TERM; sleep 5; echo no' 2>&1 | sed 's/[0-9]\{3,\}/PID/'; echo ${PIPESTATUS[0]}
timeout --preserve-status 0.2 sleep 5; echo $?
timeout -s INT 0.2 sleep 5; echo $?
timeout -v 0.2 sleep 5; echo $?
timeout -v --foreground -s KILL 0.2 sleep 5; echo $?
timeout 0.2 bash -c 'trap "echo usr1" USR1; kill -USR1 $$; kill -USR1 $$; echo end'; echo $?
timeout 5 bash -c 'kill -TERM $$'; echo $?
timeout 5 bash -c 'exit 7'; echo $?
timeout 0x1p-2 sleep 5; echo $?
timeout 0 true; echo $?
for words in '' '1' 'x true' '-s FOO 1 true' '-k x 1 true' '1 /nope' '1 nope' '-1 true' '1e400 true' '-z 1 true' '--bogus' '1 /tmp' 'infinity true' '1x true' ' true' '-s 99 1 true' '--kill-after 1' '--signal' '--for 1 true' '-s' '-k' '. true' '0x true' '1.5.5 true'
do
  echo "timeout $words"; timeout $words; echo $?
  echo "sleep ${words%%true}"
done
for words in '' 'x' '-1' '1x' '0.01 0.01' '0.01 x 2y' '--bogus' '-- 0' '-- -1' '0s' '0m' '.01' '1e-2' '0x0' ''
do
  echo "sleep $words"; sleep $words; echo $?
done
