# What ip does not know.
ip; echo $?
ip -Z; echo $?
ip frob; echo $?
ip -V; echo $?
ip -Version; echo $?
ip help; echo $?
ip -n; echo $?
ip -n nosuch link; echo $?
ip -b; echo $?
ip -c=bogus link; echo $?
ip -rc; echo $?
ip addr help; echo $?
ip route help; echo $?
