# What can not be added, and why.
ip link add veth0 type veth peer name veth1
ip link add veth0 type veth peer name veth2; echo $?
ip link add veth2 type veth peer name veth1; echo $?
ip link add veth2 type veth peer name veth2; echo $?
ip link add veth2 type veth peer; echo $?
ip link add veth2 type veth peer foo bar; echo $?
ip link add veth2 type nosuchkind; echo $?
ip link add veth2; echo $?
ip link add; echo $?
ip link add type; echo $?
ip link add name; echo $?
ip link add name-that-is-too-long type veth; echo $?
ip link add 'a/b' type veth; echo $?
ip link add 'a b' type veth; echo $?
ip link add . type veth; echo $?
ip link add "" type veth; echo $?
ip link
