# What sysfs shows of a bridge and of its ports.
ip link add br0 address 02:00:00:00:00:99 type bridge
ip link add veth0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 type veth peer name veth1
ip link add veth2 address 02:00:00:00:00:20 type veth peer name veth3
ls /sys/class/net/br0/brif
ip link set veth0 master br0
ip link set veth2 master br0
cd /sys/class/net/br0
ls -l bridge brif | sed -E 's/ [A-Z][a-z]{2} +[0-9]+ +[0-9:]+ / /'
ls -ld bridge brif brforward | sed -E 's/ [A-Z][a-z]{2} +[0-9]+ +[0-9:]+ / /'
for file in bridge/*; do [ "$file" = bridge/flush ] || case $file in *multicast*|*hash*) ;; *) echo "$file $(cat $file)";; esac; done
cat bridge/flush
ls -l ../veth0/brport | sed -E 's/ [A-Z][a-z]{2} +[0-9]+ +[0-9:]+ / /'
for file in ../veth0/brport/*; do [ -d $file ] || case $file in *flush) ;; *) echo "$file $(cat $file)";; esac; done
ls -d ../veth0/brport/bridge/bridge
ls ..
ls -d lower_* ../veth0/upper_* ../veth0/master
od -An -tx1 brforward | sort
cat uevent
ethtool -i br0
ethtool -k br0 | grep -v fixed
ethtool br0
