# What cannot be read as an address is told of with what the last lookup said.
t() { ifconfig v-a "$@"; echo "$* = $?"; }
t tunnel 10.0.0.1
t netmask localhost tunnel 10.0.0.1
t tunnel 10.0.0.1 netmask 10.0.0.1 tunnel 10.0.0.1
t netmask 10.0.0.1 add fd00::zz
t dstaddr localhost add fd00::zz
