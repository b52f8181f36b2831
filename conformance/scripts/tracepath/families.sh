# Addresses of the other family.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
t tracepath -4 fe80::1%nosuch
t tracepath -4 fe80::1
t tracepath -4 fe80::1%lo
t tracepath -6 127.0.0.1
t tracepath -46 ::1
t tracepath -64 127.0.0.1
