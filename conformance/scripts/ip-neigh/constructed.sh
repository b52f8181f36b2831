# Devices without neighbours have one entry, and those of groups what the link says.
ip link set lo up; ip tuntap add t0 mode tun; ip tuntap add t1 mode tap
for d in lo t0 t1; do ip neigh replace ff02::5 dev $d;ip neigh replace ff02::6 lladdr 02:00:00:00:00:09 dev $d;  ip neigh replace 224.0.0.5 dev $d; ip neigh replace fd00::9 dev $d;  ip neigh replace 10.0.0.9 dev $d;  ip neigh replace 255.255.255.255 dev $d; ip neigh add fd00::19 dev $d nud none;ip neigh add 10.0.0.19 dev $d nud none; done
ip neigh show nud all | sort
