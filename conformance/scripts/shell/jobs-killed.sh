# Jobs that a signal has killed are told of after the next command.
exec 2> said
sleep 5 & sleep 5 & sleep 0.1 & sleep 0.3
kill -9 %1
sleep 0.1
jobs
jobs
kill -HUP %2; sleep 0.1
jobs
sleep 5 &
kill %1; wait %1; echo "= $?"
sleep 5 &
kill $!; sleep 0.1; wait $!; echo "= $?"
kill %1; echo "= $?"
sed -E 's/ +[0-9]+ (Killed|Hangup)/ P \1/' said
