# sockstat, protocols of packet sockets, names.
ip link set lo up
cat /proc/net/sockstat | head -1 | cut -d: -f1
cat /proc/net/netlink | head -1
cat /proc/net/packet | head -1
cat /proc/net/raw | head -1
cat /proc/net/udp | head -1
grep -v llc /proc/net/ptype
cat /proc/net/psched
cat /proc/net/nosuch; echo $?
ls /proc/net/dev /proc/self/net/route
readlink /proc/net
ls -d /proc/self/ns/net; readlink /proc/$$/ns/net | sed 's/[0-9]*\]/N]/'
