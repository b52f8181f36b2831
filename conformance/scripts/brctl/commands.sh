# Every command of brctl, and what it says when it fails.
try() { echo "# brctl $*"; brctl "$@"; echo $?; }
try; try -h; try --help; try -V; try --version; try -x; try foo; try show; try addbr; try addbr br0; try addbr br0; try addbr verylongnameverylong; try addbr a/b; try show
try show br0; try show nosuch; try show lo; try show br0 nosuch
ip link set br0 address 02:00:00:00:00:99
ip link add veth0 address 02:00:00:00:00:10 type veth peer name veth1
ip link add veth2 address 02:00:00:00:00:20 type veth peer name veth3
ip link set veth1 address 02:00:00:00:00:11
try addif br0; try addif br0 veth0; try addif br0 veth0; try addif br0 nosuch; try addif nosuch veth0; try addif br0 lo; try addif lo veth1; try addif br0 veth2 veth1 veth9; try addif br0 verylongnamever
try show; try show br0 br0; try showmacs br0; try showstp br0; try showmacs nosuch; try showstp nosuch; try showmacs; try showstp lo; try showmacs lo; try showmacs br0 br0; try showstp br0 br0
try delif br0 veth1; try delif br0 veth1; try delif br0 lo; try delif br0 nosuch; try delif br0; try delif nosuch veth0; try delif lo veth0
try setageing br0 60; try setageing br0 x; try setageing br0; try setageing br0 1.5x; try setageing br0 -5; try setbridgeprio br0 100; try setbridgeprio br0 x; try setbridgeprio br0 0x200; try setbridgeprio br0 70000
try setfd br0 5; try setfd br0 0.5; try setfd br0 x; try sethello br0 3; try sethello br0 20; try sethello br0 x; try setmaxage br0 10; try setmaxage br0 2; try setmaxage br0 x
try setpathcost br0 veth0 7; try setpathcost br0 lo 7; try setpathcost br0 nosuch 7; try setpathcost nosuch veth0 8; try setpathcost br0 veth0 0; try setpathcost br0 veth0 x
try setportprio br0 veth0 9; try setportprio br0 veth0 999; try setportprio br0 veth0 x; try setportprio br0 lo 5
for word in on yes 1 off no 0 foo ON; do try stp br0 $word; done
try stp br0; try stp lo on
for word in on yes 1 off no 0 foo; do try hairpin br0 veth0 $word; done
try hairpin br0 lo on; try hairpin br0 nosuch on; try hairpin nosuch veth0 on; try hairpin br0 veth0; try setgcint br0 5; try stp nosuch on; try setfd nosuch 4; try setageing nosuch 4; try setfd lo 4
try stp br0 on; try hairpin br0 veth0 on
try showstp br0 | sed 's/gc timer.*/gc timer/'
try show; try delbr nosuch; try delbr lo
ip link set br0 up
try delbr br0
ip link set br0 down
try delbr br0; try delbr; try show; try sho; try addbr br1 br2
# which of it goes to standard error
for words in '' foo -x hairpin 'setportprio br1 v0 -1' 'stp br1 foo' 'show nosuch'; do echo "# $words"; brctl $words 2>/dev/null | head -n 1; done
