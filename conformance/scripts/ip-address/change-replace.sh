# change and replace alter what is there, or add.
ip link add veth0 type veth peer name veth1
ip addr replace 10.0.0.1/24 dev veth0; echo $?
ip addr change 10.0.0.1/24 dev veth0 valid_lft 1000 preferred_lft 500; echo $?
ip -4 addr show veth0 | sed 's/99[0-9]sec/1000sec/; s/49[0-9]sec/500sec/'
ip addr replace 10.0.0.1/24 dev veth0 valid_lft forever preferred_lft forever; echo $?
ip -4 addr show veth0
ip addr change 10.0.0.9/24 dev veth0; echo $?
ip -4 addr show veth0
