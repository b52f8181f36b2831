# timeout and its status.
timeout 0.2 sleep 5; echo $?
timeout 5 true; echo $?
timeout 5 false; echo $?
timeout -s KILL 0.2 sleep 5; echo $?
timeout -k 0.2 0.2 bash -c 'trap "" TERM; sleep 5'; echo $?
timeout --preserve-status 0.2 sleep 5; echo $?
timeout 1 nosuchcommand; echo $?
timeout; echo $?
timeout x true; echo $?
sleep; echo $?
sleep x; echo $?
sleep 0.1 0.1; echo $?
sleep 0.1s; echo $?
