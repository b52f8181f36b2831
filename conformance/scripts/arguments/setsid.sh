# setsid: what it says of wrong words, and its statuses.
setsid -x 2>&1; echo $?
setsid 2>&1; echo $?
setsid -w 2>&1; echo $?
setsid -w false; echo $?
setsid -c true < /dev/null 2>&1; echo $?
setsid -f sh -c "exit 3"; echo $?
setsid nosuch 2>&1; echo $?
setsid -wf sh -c "exit 3"; echo $?
setsid --fork --wait sh -c "exit 4"; echo $?
setsid sh -c 'echo in; exit 5'; echo $?
