# Options and devices.
tcpdump --version 2>&1 | head -1
tcpdump -i nosuch; echo $?
tcpdump -i; echo $?
tcpdump -c x -i lo; echo $?
tcpdump -c -1 -i lo; echo $?
tcpdump -r nosuchfile; echo $?
echo garbage > garbage; tcpdump -r garbage; echo $?
: > empty; tcpdump -r empty; echo $?
tcpdump -Z -y; echo $?
tcpdump -s x -i lo; echo $?
tcpdump -F nosuchfile -i lo; echo $?
