# What ip rule list takes for a filter: ports from 0 on are none.
ip rule add pref 5 dport 5 table 7; ip rule add pref 6 sport 5 table 7; ip rule add pref 7 sport 0 table 7; ip rule add pref 8 dport 4-6 table 7
for x in "dport 0" "sport 0" "dport 5" "sport 5" "dport 0-0" "dport 0-5" "dport 5-0" "sport 5-6" "dport 4-6" "dport 1-2" "dport x" "dport 70000" "dport 65536" "sport 65541" "dport -1" "dport 5x" "dport 5-" "dport 5-6x" "sport 0 dport 5" "sport 0-0" "sport 65536" "sport 65536-65541" "dport +5" "dport 0x5"; do echo "== $x"; ip rule list $x 2>&1; ip -6 rule list $x 2>&1;echo "[$?]"; done
ip rule add pref 10 fwmark 5 table 8; ip rule add pref 11 fwmark 6/0xff table 9; ip rule add pref 12 tos 8 table 9;  ip rule add pref 13 uidrange 0-0 table 9; ip rule add pref 14 fwmark 0/0xff table 9; ip rule add pref 15 fwmark 5/0 table 9
for x in "fwmark 0" "fwmark 5" "fwmark 0/0" "fwmark 0/0xff" "fwmark 6/0" "fwmark 5/0" "fwmark 6/0xff" "tos 0" "tos 8" "uidrange 0-0" "uidrange 0-5" "pref 0" "table 0" "table all" "lookup 9" "tun_id 0" "protocol 0" "protocol kernel" "protocol all" "not" "not tos 8" "iif ''" "oif lo" "to 0/0" "to all" "from all" "from default" "from any"; do echo "== $x"; ip rule list $x 2>&1; echo "[$?]"; done
ip rule flush tos 0; ip rule
ip rule flush dport 0; ip rule
