# Rules as they are at first, added, removed.
ip rule
ip rule add from 10.0.0.0/24 table 100; echo $?
ip rule add to 10.1.0.0/16 table 101 pref 500; echo $?
ip rule add fwmark 5 table 102; echo $?
ip rule add fwmark 0x10/0xf0 lookup 102; echo $?
ip rule add iif lo table 103; echo $?
ip rule add oif nosuch0 table 103; echo $?
ip rule add tos 0x10 table 104; echo $?
ip rule add not from 10.2.0.0/16 table 105 pref 600; echo $?
ip rule add uidrange 0-99 table 106; echo $?
ip rule add ipproto icmp table 107; echo $?
ip rule add sport 80 dport 1000-2000 table 108; echo $?
ip rule add from all goto 32766 pref 20; echo $?
ip rule add from all lookup main suppress_prefixlength 0 pref 30; echo $?
ip rule
ip -j rule | jq -c '.[0:3]'
ip rule show table 102
ip rule show from 10.0.0.0/24
ip rule del table 100; echo $?
ip rule del pref 500; echo $?
ip rule del from 9.9.9.9; echo $?
ip rule del pref 0; echo $?
ip rule | wc -l
ip rule flush; echo $?
ip rule
