# A family that is named again is listed again.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
t route -4 -4 add -net 10.5.0.0/16 dev lo
t route -6 -6 add fd00::/64 dev lo
t route -A inet,inet add -net 10.5.0.0/16 dev lo
t route -n -4 -4 -4
t route -n -6 -6
t route -4 -4 flush
t route -4 -4 -h
t route -A inet,inet,inet6,inet -n
t route --inet --inet -n
t route -A inet -A inet -n
t route -A inet,,inet -n
t route -A ,inet -n
t route -A inet, -n
t route -A '' -n
t route -FC -n -4 -4
t route -C -n -4 -4
t route -A inet,ax25,inet -n
