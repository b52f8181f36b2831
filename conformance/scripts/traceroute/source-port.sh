# With a source port of its own traceroute sends one probe at a time, whatever -N says; port 0 is none.
ip link set lo up; sysctl -qw net.ipv6.conf.all.disable_ipv6=1
for o in --sport=0 --sport=65536 --sport=40000 "-N 3" "--sport=0 -N 3" "-N 3 --sport=0" "--sport=40000 -N 3" "-N 3 --sport=40000" "--sport=65536 -N 3" "-N 3 --sport=65536"; do
ip -s link show lo > before
traceroute -n -m 2 -w 0.3 $o 127.0.0.1 >/dev/null; echo "[$?]"
ip -s link show lo | sed -n 4p; 
done; rm before
