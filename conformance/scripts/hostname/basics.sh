# hostname and the namespace of names.
hostname
hostname -s; hostname -f; hostname -i; hostname -I; echo $?
ip link set lo up; ip link add veth0 type veth peer name veth1; ip link set veth0 up; ip link set veth1 up
ip addr add 10.0.0.1/24 dev veth0
hostname -I | grep -o '10.0.0.1'
hostname box; echo $?
hostname; uname -n; cat /proc/sys/kernel/hostname
hostname -b; hostname nosuch -Z; echo $?
echo other > name; hostname -F name; hostname
