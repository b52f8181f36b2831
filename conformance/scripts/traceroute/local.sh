# To oneself.
ip link set lo up
traceroute -n -q 1 127.0.0.1
traceroute -q 1 localhost
traceroute -6 -n -q 1 ::1
