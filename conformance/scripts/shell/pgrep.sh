# Processes by their names and command lines, and signals for them.
mark() { sed -E "s/^[0-9]+/PID/; s/\(pid [0-9]+\)/(pid PID)/"; }
sleep 33 & a=$!
sleep 34 & b=$!
sleep .3
pgrep -l sleep | mark; pgrep -a sleep | mark; pgrep -c sleep; pgrep -fc 'sleep 3[34]'; pgrep -f 'sleep 33' | mark
pgrep -x slee; echo $?; pgrep -x sleep | wc -l; pgrep -ix SLEEP | wc -l; pgrep -d, sleep | tr -d 0-9; pgrep -n sleep | grep -c "^$b$"; pgrep -o sleep | grep -c "^$a$"
pgrep -P $$ -c sleep; pgrep -u root -c sleep; pgrep -U 0 -x sleep -c; pgrep -u 1000 sleep; echo $?
pgrep nosuchthing; echo $?; pgrep -c nosuchthing; echo $?
pgrep; echo $?; pgrep -x; echo $?; pgrep a b; echo $?; pgrep -f 'a('; echo $?; pgrep -f 'a['; echo $?
pgrep aaaaaaaaaaaaaaaaaaaa; echo $?; pgrep -no x | head -3; pgrep -Z a 2>&1 | head -3; pgrep -P x sleep 2>&1 | head -3; pgrep -u nosuchuser x 2>&1 | head -2
pkill -0 -f 'sleep 33'; echo $?
pkill -e -f 'sleep 33' | mark; wait $a 2> /dev/null; echo $?
pkill -c -15 -f 'sleep 34'; wait $b 2> /dev/null; echo $?
pkill -f 'sleep 34'; echo $?
pkill; echo $?; pkill -NOSUCH x 2>&1 | head -4; pkill --signal NOSUCH x 2>&1 | head -4; pkill -9; echo $?
sleep 35 & pkill --signal INT -x sleep; pkill -SIGTERM sleep; wait 2> /dev/null; pgrep -v -x sleep -c > /dev/null; echo $?
pgrep --help | md5sum; pkill --help | md5sum
