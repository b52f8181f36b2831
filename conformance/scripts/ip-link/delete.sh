# Deleting either end deletes both.
ip link add veth0 type veth peer name veth1
ip link add veth2 type veth peer name veth3
ip link del veth0; echo $?
ip -br link | awk '{print $1}'
ip link delete dev veth3 type veth; echo $?
ip -br link | awk '{print $1}'
ip link del veth0; echo $?
ip link del lo; echo $?
ip link del; echo $?
ip link del veth0 veth1; echo $?
