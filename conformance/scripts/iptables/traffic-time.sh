# `time` in traffic: echoes now, by rules for today, for other days and other years
ip netns add a1; ip netns add b1
ip link add va netns a1 address 02:00:00:00:00:01 type veth peer name vb netns b1 address 02:00:00:00:00:02
for n in a1 b1; do ip -n $n link set lo up; done
ip -n a1 addr add 10.0.1.1/24 dev va; ip -n b1 addr add 10.0.1.2/24 dev vb
ip -n a1 link set va up; ip -n b1 link set vb up
sleep 1.5
# late in an hour or day the next one could begin before the echoes
day=$(date -u +%u) month=$(date -u +%d) year=$(date -u +%Y)
t() { ip netns exec b1 iptables -A INPUT -m time "$@"; }
t
t --weekdays $day
t ! --weekdays $day
t --monthdays ${month#0}
t ! --monthdays ${month#0}
t --datestart 2001-02-03
t --datestop 2001-02-03
t --datestart 2001-02-03T04:05:06 --datestop 2037-01-01
t --datestart 2037-01-01
t --datestart 2037-01-01 --datestop 2001-02-03
t --datestart $year
t --datestop $year
t --timestart 00:00 --timestop 23:59:59
t --timestart 12:00 --timestop 12:00
t --timestart 12:00 --timestop 11:59:59
t --timestart 00:00 --timestop 00:00
t --timestart 12:00:01 --timestop 12:00 --contiguous --kerneltz
t --weekdays '' 
t --monthdays 0
t --weekdays $day --monthdays ${month#0} --datestart $year --kerneltz
ip netns exec a1 ping -n -c 3 -i 0.2 10.0.1.2 | grep -c "bytes from"
ip netns exec b1 iptables -vnxL INPUT | awk 'NR > 2 { print $1, $2 }'
