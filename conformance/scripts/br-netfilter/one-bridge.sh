# Of two bridges in a namespace where IP's rules do not see bridged packets, one asks for them: IPv4's, then IPv6's, then ARP's.
sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0 net.bridge.bridge-nf-call-arptables=0
for b in 1 2; do
  ip link add br$b address 02:00:00:00:0$b:01 type bridge forward_delay 0 mcast_snooping 0
  for h in 1 2; do
    ip netns add n$b$h
    ip link add p$b$h type veth peer name eth0 address 02:00:00:00:0$b:1$h netns n$b$h
    ip link set p$b$h master br$b; ip link set p$b$h up
    ip -n n$b$h addr add 10.0.$b.$h/24 dev eth0; ip -n n$b$h addr add fd00:$b::$h/64 dev eth0 nodad
    ip -n n$b$h link set eth0 up
  done
  ip link set br$b up
done
sleep 2
show() { ip -d link show br$1 | grep -o 'nf_call_[a-z0-9]* [01]' | tr '\n' ' '; cat /sys/class/net/br$1/bridge/nf_call_{ip,ip6,arp}tables | tr '\n' ' '; echo; }
nft -f - <<'R'
table ip t { chain f { type filter hook forward priority 0; counter; }; }
table ip6 t { chain f { type filter hook forward priority 0; icmpv6 type echo-request counter; }; }
R
counts() { nft list ruleset | grep -o 'counter packets [0-9]*'; }
try() {
  for b in 1 2; do
    ip netns exec n${b}1 ping -c 2 -i .2 -q 10.0.$b.2 | grep -o '[0-9]* received'
    ip netns exec n${b}1 ping -c 2 -i .2 -q fd00:$b::2 | grep -o '[0-9]* received'
  done
  counts
}
try
ip link set br1 type bridge nf_call_iptables 1
show 1; show 2
try
ip link set br1 type bridge nf_call_iptables 0 nf_call_ip6tables 5 nf_call_arptables 1
show 1
try
echo 1 > /sys/class/net/br2/bridge/nf_call_iptables
show 2
try
echo x > /sys/class/net/br2/bridge/nf_call_ip6tables
ip link add br3 type bridge nf_call_iptables 2 nf_call_arptables 1
show 3
