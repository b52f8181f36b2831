# Files for sysctl -p as patterns, with braces, and with slashes at the end.
mkdir work; cd work; mkdir -p d; echo net.ipv4.ip_forward=1 > f; echo net.ipv4.ip_forward=0 > d/g
for p in x/ x// x/// / // nosuch/x/ nosuch//x/ ./x/ ../x/ f/ f// d/ d// d/g/ 'd/*' 'd/*/' '*' 'n*/' 'n*' 'n*/x/' '~/x/' '~nosuch/' '{f,x}/' '{f,d/g}' '{x,y}/' '[f]' '[x]/' '\x/' 'x\/' /dev/null/ /nosuch/ ; do echo "-- $p"; sysctl -p "$p"; sysctl -qp"$p"; done 2>&1
