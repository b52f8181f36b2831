# What iproute2 remembers from one line of a batch to the next: `ip link` was there, so `ip address` shows links.
ip addr add 10.0.0.1/24 dev lo
b() { for o in "" -s -d -o -br -j; do echo "## $o $*"; printf '%s\n' "$@" | ip $o -b -; done; }
b 'link show' 'addr show'; b 'addr show' 'link show' 'addr show dev lo'
b 'link show lo' 'addr show if77' 'link show lo'
b 'link show lo to 10.0.0.1/8' 'addr show to 10.0.0.1/8' 'addr show dev lo to 10.0.0.1/8' 'addr show label lo'
printf "maddr show dev lo\nmaddr show dev v0\n" | ip -b - 2>err; echo "= $?"; cat err
