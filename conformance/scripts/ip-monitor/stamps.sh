# -t and -ts; and words that it does not know.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
timeout 1 ip -t monitor rule >out & timeout 1 ip -ts monitor rule >out2 & sleep 0.3
ip rule add fwmark 3 table 8
wait; cat out out2
ip monitor frob; echo $?
ip monitor all-nsid file nosuch; echo $?
