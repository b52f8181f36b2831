# -4 -6 -0 -f and abbreviations.
ip link set lo up
ip -4 addr show lo
ip -6 addr show lo
ip -0 addr show lo
ip -f inet addr show lo
ip -f inet6 addr show lo
ip -f link addr show lo
ip -f bogus addr; echo $?
ip -family inet route
ip -M addr; echo $?
ip a; ip ad; ip add; ip addr s lo; ip l; ip li; ip ne; ip nei; ip ro; ip ru
ip n; ip netn; ip tu; ip m h | head -1
