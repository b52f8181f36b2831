# groups that devices have joined; what a kernel without old masquerading says; tables again and again
ip link add vethA address 02:00:00:00:00:0a type veth peer name vethB address 02:00:00:00:00:0b
ip link set lo up; ip link set vethA up; ip link set vethB up
ip address add 10.0.0.1/24 dev vethA
ip address add 2001:db8::1/64 dev vethA nodad
sleep 3
netstat -g; netstat -gn4; netstat -gn6; netstat -gt; netstat --groups -x
netstat -M; echo "status $?"
netstat -rC; netstat -rnF; netstat -ie | grep -v '2001\|packets\|bytes'
netstat -A inet -g; netstat -A foo; echo "status $?"; netstat -tln --protocol=inet6,inet
netstat -Z; echo "status $?"; netstat -S; netstat -U; netstat -v; netstat -v -t
netstat -i -r 2>&1 | head -1; netstat -I 2>&1 | head -1
timeout 1.5 netstat -ctln; echo "status $?"
timeout 1.5 netstat -rnc
timeout 1.5 netstat -ci | cut -c 1-20
