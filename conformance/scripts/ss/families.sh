# Which tables and columns ss shows for families and queries; sockets of netlink and of packets.
ip link add veth0 type veth peer name veth1
ip addr add 10.0.0.1/24 dev veth0
ip link set veth0 up
ip link set veth1 up
sleep 1.5
q() { echo "+ ss $*"; ss "$@" 2>&1 | sed -E -e 's/ss\/[0-9]+/ss\/N/' -e 's/(tcpdump|arping|ip)(",pid=|\/)[0-9]+(,fd=[0-9])?/\1\2N/' -e 's/ino:[0-9]+ sk:[0-9a-f]+/ino:N sk:N/' -e 's/ver:[0-9]+/ver:V/' -e '/ring_rx/d' -e '/bpf filter/d' -e 's/:-?[0-9]{2,} / :N /' -e 's/ +/ /g' -e 's/:[3-6][0-9]{4}/:PORT/g' | LC_ALL=C sort -u; echo "= ${PIPESTATUS[0]}"; }
q
q -a
q -H
q -an
q -l
for f in inet inet6 link unix netlink vsock tipc xdp; do q -f $f; q -a -f $f; done
ss -f foo 2>&1 | head -n 1
ss -A foo 2>&1 | head -n 1
ss -f help | head -n 1
for t in all inet tcp mptcp udp raw unix unix_stream u_str unix_dgram unix_seqpacket packet packet_raw packet_dgram p_dgr netlink dccp sctp vsock vsock_stream tipc xdp 'all,!netlink' 'all,!dccp,!netlink'; do q -A "$t" | grep -v '^nl' ; done
for o in -0 -w -wa -x -xl -S -M -d --vsock --tipc --xdp -ta -46 -4x -0x -tux -u0; do q $o; done
arping -c 3 -I veth0 10.0.0.9 > /dev/null &
tcpdump -i veth0 -w /dev/null arp or udp port 53 2>/dev/null &
ip monitor link > /dev/null &
sleep 0.8
q -0
q -0n
q -0p
q -0b
q -A packet_dgram
q -A packet_raw
q -f netlink -n
q -f netlink -e | grep -v ' rtnl:-'
q -f netlink src rtnl:kernel
q -f netlink src genl
q state established
q -A netlink state established
q exclude unconnected -A netlink
grep -c . /proc/net/netlink
cut -d' ' -f2- /proc/net/packet | sed -E 's/ [0-9]+ +$//; s/^ +//' | cut -c1-30 | sort
tcpdump -i lo -w /dev/null 2>/dev/null &
sleep 0.5
ss -0H | sed -E 's/ +/ /g'
kill $(jobs -p) 2>/dev/null
