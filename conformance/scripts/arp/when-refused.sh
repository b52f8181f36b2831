# When arp refuses what: some at the option, some after all options.
t() { "$@"; echo "$* = $?"; }
t arp -n -H loop -A foo
t arp -n -H loop -A inet
t arp -n -H loop -A inet6
t arp -n -H foo -A bar
t arp -n -A inet6 -H loop
t arp -n -A inet6 -H foo
t arp -H loop -H ether -n
t arp -H ether -H loop -n
t arp -H loop -x
t arp -H loop -h
t arp -H loop -V | head -1
t arp -H loop -i nosuch
t arp -H loop -d 10.0.0.1
t arp -H loop -s 10.0.0.1 02:00:00:00:00:01
t arp -H loop -f /nosuch
t arp -H
t arp -A
t arp -A inet6
t arp -A inet6 -d x
