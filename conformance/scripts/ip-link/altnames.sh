# Further names: added, used, refused, removed.
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip link property add dev veth0 altname uplink altname a-name-longer-than-fifteen-characters
ip link show veth0
ip link show uplink
ip link show a-name-longer-than-fifteen-characters
ip link set uplink up; echo $?
ip addr add 10.0.0.1/24 dev uplink; echo $?
ip link property add dev veth1 altname uplink; echo $?
ip link property add dev veth1 altname veth0; echo $?
ip link add uplink type veth; echo $?
ip link property del dev veth0 altname nosuch; echo $?
ip link property del dev veth0 altname uplink; echo $?
ip link show uplink; echo $?
ip -j link show veth0 | jq -c '.[0].altnames'
ip link property; echo $?
ip link property add; echo $?
ip link property frob dev veth0; echo $?
