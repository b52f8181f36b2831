# Neighbours of IP are no entries of a bridge: bridge monitor says nothing of them, neither time nor label.
ip link add br0 address 02:00:00:00:00:01 type bridge
sleep 0.1
bridge -t monitor all > m3 & bridge -t monitor fdb > m4 & ip -t monitor neigh > m1 &
sleep 0.3
ip neigh add 10.0.0.1 lladdr 02:00:00:00:00:09 dev br0 nud permanent
sleep 0.1
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:09 dev br0 nud noarp
sleep 0.1
ip neigh change 10.0.0.2 lladdr 02:00:00:00:00:08 dev br0 nud noarp
sleep 0.1
ip neigh del 10.0.0.1 dev br0
sleep 0.1
ip neigh add 224.0.0.22 lladdr 02:00:00:00:00:09 dev br0 nud noarp
ip link set br0 address 02:00:00:00:00:02;
ip neigh add 10.0.0.3 lladdr 02:00:00:00:00:09 dev br0 nud stale
ip link set br0 up
ip link set br0 address 02:00:00:00:00:03;
ip link set br0 name br9;
ip link del br9
sleep 0.3; kill %1 %2 %3 
sed -E "s,Timestamp.*,TIME," m3 ; sed -E "s,^\\[?[0-9A-Z][^ ]*[0-9]:.*,TIME," m4
