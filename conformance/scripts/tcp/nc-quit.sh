# nc -q: the end of standard input ends it, at once or some seconds later, whatever the other side still has to say.
ip link set lo up
t() { local s=$(date +%s%N); "$@"; echo "rc $? after $(( ($(date +%s%N) - s + 300000000) / 1000000000 )) s"; }
# the other side ends at once
timeout 9 nc -N -l -p 53 < /dev/null > got & sleep 0.5
echo hi | t nc -q 2 127.0.0.1 53
wait; cat got
# the other side answers after a second
(sleep 1; echo answer) | timeout 9 nc -N -l -p 53 > got & sleep 0.5
echo hi | t nc -q 2 127.0.0.1 53
wait; cat got
(sleep 1; echo answer) | timeout 9 nc -N -l -p 53 > got & sleep 0.5
echo hi | t nc -q 0 127.0.0.1 53
wait; cat got
# datagrams
sleep 6 | timeout 2 nc -u -l -p 53 > got & sleep 0.5
(echo a; sleep 1; echo b) | t nc -u -q 0 127.0.0.1 53
wait; cat got
# without standard input: after the first that comes
(sleep 0.5; echo answer; sleep 2) | timeout 9 nc -N -l -p 53 > got & sleep 0.3
t nc -d -q 0 127.0.0.1 53
wait; cat got
# a listener
timeout 9 nc -q 0 -l -p 53 < /dev/null > got & sleep 0.5
(sleep 1; echo one) | t nc 127.0.0.1 53
wait; cat got
