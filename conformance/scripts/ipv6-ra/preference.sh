# Router preference (RFC 4191) of the default route.
ip link add h0 index 10 address 02:00:00:00:00:0a type veth peer name r0 index 21 address 02:00:00:00:00:0b
sysctl -qw net.ipv6.conf.r0.disable_ipv6=1
ip link set r0 up; ip link set h0 up
ra() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0b 86dd 60000000 0000 3a ff fe80::b ff02::1 86000000 "$@"; sleep 0.1; }
pio() { printf "0304%02x%s%08x%08x00000000 %s\n" $1 $2 $3 $4 $5; } # length flags valid preferred prefix
sleep 2.4
from() { inject r0 33:33:00:00:00:01 02:00:00:00:00:0$1 86dd 60000000 0000 3a ff fe80::$1 ff02::1 86000000 40$2 00000000 00000000 0101 02:00:00:00:00:0$1; sleep 0.1; }
show() { ip -6 route show default | sed 's/expires [0-9]*sec/expires Nsec/'; ip -6 route get 2001:db8::1 | sed 's/expires [0-9]*sec/expires Nsec/'; }
from b 180708   # low
from c 000708   # medium
from d 080708   # high
show
echo "- high becomes low"
from d 180708
show
echo "- reserved is medium"
from d 100708
show
echo "- preference not accepted"
sysctl -w net.ipv6.conf.h0.accept_ra_rtr_pref=0
from b 080708
show
