# Entries from a file, and which of several actions counts.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link add v0 address 02:00:00:00:00:10 type veth peer name w
ip addr add 10.0.0.1/24 dev v0
ip link set v0 up
printf '10.0.0.20 02:00:00:00:00:40\n# c\n\n  \n10.0.0.21\n10.0.0.22 zz\n10.0.0.23 02:00:00:00:00:41 temp\n nosuch 02:00:00:00:00:41 \n10.9.0.24 02:00:00:00:00:41\n10.0.0.25 02:00:00:00:00:41 dev w\n10.0.0.26\t02:00:00:00:00:42\n#x' > f
t arp -f f
echo "$ arp -vf f 2>/dev/null"; arp -vf f 2>/dev/null; echo "[$?]"
echo "$ arp -vf f >/dev/null"; arp -vf f >/dev/null; echo "[$?]"
printf '10.0.0.20 02:00:00:00:00:40 foo\n10.0.0.27 02:00:00:00:00:44\n' > g
t arp -f g
t arp -vf g
t arp -de 10.0.0.20
t arp -dn 10.0.0.20
t arp -s 10.0.0.3 02:00:00:00:00:22
t arp -da 10.0.0.3
t arp -ad 10.0.0.3
t arp -s 10.0.0.3 02:00:00:00:00:22
t arp -de 10.0.0.3
t arp -sa 10.0.0.3 02:00:00:00:00:22
t arp -as 10.0.0.3 02:00:00:00:00:22
t arp -fa f
t arp -se 10.0.0.4 02:00:00:00:00:22
echo "$ arp -an 2>&1 | sort"; arp -an 2>&1 | sort; echo "[$?]"
