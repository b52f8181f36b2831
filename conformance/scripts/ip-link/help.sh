# The help texts.
ip link help; echo $?
ip link help veth; echo $?
