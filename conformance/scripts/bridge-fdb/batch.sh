# A bridge's entries alone, in a batch as well.
ip link add eth0 address 02:00:00:00:00:11 up type veth peer name eth1 address 02:00:00:00:00:12
bridge fdb show br eth0; echo 1
bridge fdb show br eth0 state all; echo 2
printf '%s\n' "fdb show br eth0 state all" | bridge -force -b - ; echo 3
printf '%s\n' "fdb show br eth0" | bridge -force -b - ; echo 4
printf '%s\n' "fdb show" "fdb show br eth0" | bridge -force -b - ; echo 5
