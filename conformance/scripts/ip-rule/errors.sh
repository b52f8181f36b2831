# Wrong words.
ip rule add; echo $?
ip rule add from 10.0.0.0/24; echo $?
ip rule add from foo table 5; echo $?
ip rule add table nosuch; echo $?
ip rule add from 10.0.0.1 table 5 pref 100; echo $?
ip rule add from 10.0.0.1 table 5 pref 100; echo $?
ip rule add from 10.0.0.1 table 6 pref 100; echo $?
ip rule add from 10.0.0.1 pref x; echo $?
ip rule add from 10.0.0.1 goto; echo $?
ip rule add from 10.0.0.1 goto 50 pref 60; echo $?
ip rule add from 10.0.0.1 type bogus; echo $?
ip rule add frob; echo $?
ip rule frob; echo $?
ip rule
