# labels are one socket's, and linger
ip link set lo up
ping -c 1 -F 5 ::1 | sed 's/time=.*/time/;/rtt/d'
ping -c 1 -F 5 ::1
ping -c 1 -F 6 ::1 | head -1
sleep 3; ping -c 1 -F 5 ::1
sleep 3.2; ping -c 1 -F 5 ::1
sleep 6.2; ping -c 1 -F 5 ::1 | head -1
ping -c 3 -F 7 -i 0.2 ::1 > /dev/null & sleep 0.1; ping -c 1 -F 7 ::1; wait
ip netns add n; ip -n n link set lo up; ip netns exec n ping -c 1 -F 7 ::1 | head -1; ip netns del n
