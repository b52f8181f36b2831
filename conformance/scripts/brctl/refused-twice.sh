# What sysfs refuses to brctl it tries again with the ioctl of the bridge that was named, whose error it tells.
ip link add name veth2 address 02:00:00:00:00:11 type veth peer dev veth3 address 02:00:00:00:00:12
ip link add name brd0 address 02:00:00:00:00:16 type bridge
ip link add name brd1 address 02:00:00:00:00:17 type bridge
ip link set veth2 master brd0
for b in brd0 brd1 veth2 veth3 nosuch; do for p in veth2 veth3 nosuch; do
for w in "setportprio $b $p 64" "setportprio $b $p 5" "setportprio $b $p 63" "setpathcost $b $p 0" "setpathcost $b $p 65536" "setpathcost $b $p 7" "hairpin $b $p on" "setportprio $b $p -1" "setportprio $b $p 99999999999"; do
echo "- $w"; brctl $w; echo $?
done; done; done
for b in brd0 veth2 nosuch; do
for w in "setfd $b 100" "setfd $b 1" "sethello $b 100" "setmaxage $b 100" "setageing $b -1" "setbridgeprio $b 70000" "stp $b foo" "showstp $b" "addif $b veth2" "addif $b nosuch" "delif $b veth3" "delif $b nosuch" "delbr $b"; do
echo "- $w"; brctl $w | grep -v timer; echo $?
done; done
