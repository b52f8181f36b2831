# packets through recent, hashlimit, string, rpfilter and sctp
ip netns add A
ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02 netns A
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
ip netns exec A sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0
for n in "" "-n A"; do ip $n link set lo up; done
ip addr add 10.0.0.1/24 dev veth0; ip addr add fd00::1/64 dev veth0; ip link set veth0 up
ip -n A addr add 10.0.0.2/24 dev veth1; ip -n A addr add 10.0.0.3/24 dev veth1; ip -n A addr add fd00::2/64 dev veth1; ip -n A link set veth1 up
ip -n A route add 10.9.0.0/16 dev veth1
sleep 1.5
p() { echo "## ping $*"; ip netns exec A ping -q -i 0.2 -W 0.4 "$@" | grep transmitted | sed 's/, time.*//'; }
show() { iptables -L INPUT -vn | tail -n +3; iptables -Z; }
p -c 1 10.0.0.1
iptables -A INPUT -p icmp -m recent --name SEEN --rcheck --seconds 60 --hitcount 3 -j DROP
iptables -A INPUT -p icmp -m recent --name SEEN --set
p -c 5 10.0.0.1; p -c 2 -I 10.0.0.3 10.0.0.1; show
sed 's/last_seen.*oldest_pkt/oldest_pkt/; s/: \([0-9]*\) [0-9 ,]*$/: \1/' /proc/net/xt_recent/SEEN | sort
echo -10.0.0.2 > /proc/net/xt_recent/SEEN; p -c 1 10.0.0.1; echo +10.0.0.9 > /proc/net/xt_recent/SEEN; echo +fd00::9 > /proc/net/xt_recent/SEEN
echo foo > /proc/net/xt_recent/SEEN; echo +10.0.0 > /proc/net/xt_recent/SEEN
sed 's/ .*//' /proc/net/xt_recent/SEEN | sort; echo / > /proc/net/xt_recent/SEEN; cat /proc/net/xt_recent/SEEN; ls -l /proc/net/xt_recent | sed 's/.*root *root *\([0-9]*\).* \(.*\)$/\1 \2/'
iptables -F; ls /proc/net/xt_recent
iptables -A INPUT -p icmp -m recent --name U --update --rttl -j DROP; iptables -A INPUT -p icmp -m recent --name U --remove -j ACCEPT; iptables -A INPUT -p icmp -m recent --name U --set --rdest --mask 255.255.0.0
p -c 3 10.0.0.1; p -c 1 -t 30 10.0.0.1; show; sed 's/ .*//' /proc/net/xt_recent/U; iptables -F
iptables -A INPUT -p icmp -m recent ! --rcheck --name N -j LOG; iptables -A INPUT -p icmp -m recent ! --set --name N -j DROP; p -c 2 10.0.0.1; show; iptables -F
iptables -A INPUT -p icmp -m hashlimit --hashlimit-name h --hashlimit-upto 1/min --hashlimit-burst 3 --hashlimit-mode srcip -j ACCEPT; iptables -A INPUT -p icmp -j DROP
p -c 5 10.0.0.1; p -c 2 -I 10.0.0.3 10.0.0.1; show; ls /proc/net/ipt_hashlimit; iptables -F; ls /proc/net/ipt_hashlimit
iptables -A INPUT -p icmp -m hashlimit --hashlimit-name h --hashlimit-above 1/hour --hashlimit-burst 2 --hashlimit-mode srcip --hashlimit-srcmask 24 -j DROP
p -c 3 10.0.0.1; p -c 2 -I 10.0.0.3 10.0.0.1; show; iptables -F
iptables -A INPUT -p icmp -m hashlimit --hashlimit-name b --hashlimit-upto 16b/s --hashlimit-burst 100b -j ACCEPT; iptables -A INPUT -p icmp -m hashlimit --hashlimit-name c --hashlimit-upto 5/s --hashlimit-htable-max 1 --hashlimit-htable-size 1 --hashlimit-mode srcip -j ACCEPT; p -c 2 10.0.0.1;  p -c 1 -I 10.0.0.3 10.0.0.1; show; iptables -F
iptables -A INPUT -p icmp -m string --algo bm --hex-string "|abcd|" -j DROP; iptables -A INPUT -p icmp -m string --algo kmp --hex-string "|41|BC" --icase -j DROP; iptables -A INPUT -p icmp -m string --algo bm --hex-string "|2020|" --from 40 --to 60;  iptables -A INPUT -p icmp -m string --algo bm --hex-string "|2020|" --from 40 --to 46
p -c 2 10.0.0.1; p -c 2 -p abcd 10.0.0.1; p -c 1 -p 616263 10.0.0.1; p -c 1 -p 20 10.0.0.1; p -c 1 -s 16 -p 20 10.0.0.1; show; iptables -F
iptables -t raw -A PREROUTING -p icmp -m rpfilter -j CT --notrack; iptables -t raw -A PREROUTING -p icmp -m rpfilter --invert; iptables -t raw -A PREROUTING -p icmp -m rpfilter --loose;iptables -t raw -A PREROUTING -p icmp -m rpfilter --loose --accept-local
ip addr add 10.8.0.1/24 dev lo; ip -n A addr add 10.9.0.2/32 dev lo; ip -n A addr add 10.8.0.1/32 dev lo; ip -n A addr add 10.7.0.1/32 dev lo
p -c 1 10.0.0.1; p -c 1 -I 10.9.0.2 10.0.0.1; ip route add 10.7.0.0/16 dev lo; p -c 1 -I 10.7.0.1 10.0.0.1; p -c 1 -I 10.8.0.1 10.0.0.1; ip route add 10.9.0.0/16 dev veth0; p -c 1 -I 10.9.0.2 10.0.0.1
iptables -t raw -L PREROUTING -vn | tail -n +3
ip6tables -t raw -A PREROUTING -p icmpv6 --icmpv6-type echo-request -m rpfilter; ip6tables -t raw -A PREROUTING -p icmpv6 --icmpv6-type echo-request -m rpfilter --loose;ip6tables -t raw -A PREROUTING -p icmpv6 --icmpv6-type echo-request -m rpfilter --invert
ip -n A addr add fd07::1/128 dev lo; p -c 1 fd00::1; p -c 1 -I fd07::1 fd00::1; ip route add fd07::/64 dev lo; p -c 1 -I fd07::1 fd00::1; ip route replace fd07::/64 dev veth0; p -c 1 -I fd07::1 fd00::1
ip6tables -t raw -L PREROUTING -vn | tail -n +3
iptables -t raw -F
iptables -A INPUT -p sctp --chunk-types any INIT; iptables -A INPUT -p sctp --chunk-types all INIT,DATA; iptables -A INPUT -p sctp --chunk-types only INIT,DATA:b; iptables -A INPUT -p sctp ! --chunk-types all DATA:BE; iptables -A INPUT -p sctp --dport 80 ! --sport 5; iptables -A INPUT -p sctp
x() { # chunks: an SCTP packet from port 5 to 80
  len=$(printf %04x $((20 + 12 + ${#1} / 2))); b=4500${len}000000004084
  sum=$(printf %04x $((0xffff - $(( (0x4500 + 0x$len + 0x4084 + 0x0a00 + 0x0002 + 0x0a00 + 0x0001) % 0xffff )))))
  ip netns exec A inject veth1 "0200000000010200000000020800$b${sum}0a0000020a000001${2:-00050050}0000000000000000$1"; }
x 0100000400030008aabbccdd; x 01000004; x 0003000800000000; x 010000040001000800000000; x 000300080000000001000004; x 0100000000000000; x 01; x 0f00000401000004 00060050; x 0100000400
sleep 0.5
show
