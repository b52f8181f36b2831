# Which chunk from who was asked leads from which state of SCTP to which.
ip link set lo up
ip link add wan0 type veth peer name left0; ip link add wan1 type veth peer name right0
ip netns add l; ip netns add r; ip link set left0 netns l address 02:00:00:00:00:11; ip link set right0 netns r address 02:00:00:00:00:22
ip link set wan0 address 02:00:00:00:00:01; ip link set wan1 address 02:00:00:00:00:02
ip addr add 10.0.1.254/24 dev wan0; ip addr add 10.0.2.254/24 dev wan1
ip link set wan0 up; ip link set wan1 up; ip -n l link set left0 up; ip -n r link set right0 up
ip neigh add 10.0.1.1 lladdr 02:00:00:00:00:11 dev wan0; ip neigh add 10.0.2.2 lladdr 02:00:00:00:00:22 dev wan1
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0
# there: from port $1 to port $2, chunks; back: likewise
there() { local p=$1 q=$2; shift 2; ip netns exec l inject left0 02:00:00:00:00:01 02:00:00:00:00:11 0800 45000000 00010000 40840000 10.0.1.1 10.0.2.2 $(printf '%04x%04x' $p $q) "$@"; }
back() { local p=$1 q=$2; shift 2; ip netns exec r inject right0 02:00:00:00:00:02 02:00:00:00:00:22 0800 45000000 00010000 40840000 10.0.2.2 10.0.1.1 $(printf '%04x%04x' $p $q) "$@"; }
iptables -A FORWARD -m conntrack --ctstate INVALID -j DROP
sysctl -qw net.netfilter.nf_conntrack_checksum=0 net.netfilter.nf_conntrack_sctp_timeout_closed=2000
# lives that differ, and are not over before they are looked at; those without a state cannot be made longer, and come last
for t in cookie_wait cookie_echoed shutdown_sent shutdown_recd shutdown_ack_sent; do sysctl -qw net.netfilter.nf_conntrack_sctp_timeout_$t=1000; done
sysctl -qw net.netfilter.nf_conntrack_sctp_timeout_established=4000 net.netfilter.nf_conntrack_sctp_timeout_heartbeat_sent=500
s=0
for state in CLOSED COOKIE_WAIT COOKIE_ECHOED ESTABLISHED SHUTDOWN_SENT SHUTDOWN_RECD SHUTDOWN_ACK_SENT NONE; do
  for c in 0 1 2 3 4 5 6 7 8 9 10 11 14; do
    conntrack -I -p sctp -s 10.0.1.1 -d 10.0.2.2 --sport $((s+1)) --dport $((c+100)) -t 9000 --state $state --orig-vtag 83886080 --reply-vtag 117440512 2>&1 | grep -v created
    vtag=00000007; [ $c = 1 ] && vtag=00000000
    back $((c+100)) $((s+1)) $vtag 00000000 $(printf '%02x' $c) 00 0014 00000005 00001000 0001 0001 00000001
  done
  s=$((s+1))
done
sleep 0.3
conntrack -L -p sctp -o save 2>/dev/null | awk '{ for (i = 1; i < NF; i++) v[$i] = $(i + 1); $0 = ""; t = v["-t"]; r = t > 6000 ? "as before" : t > 3000 ? "established" : t > 1500 ? "closed" : t > 750 ? "short" : t > 100 ? "heartbeat" : "none"
  print v["--sport"], v["--dport"] - 100, v["-u"], r, v["--state"], v["--orig-vtag"], v["--reply-vtag"] }' | sort -n -k1,1 -k2,2
