# Counting, timing out and not tracking: what conntrack says of a few pings.
ip netns add srv; ip link set lo up
ip link add veth0 type veth peer name eth0 netns srv
ip addr add 10.0.0.1/24 dev veth0; ip link set veth0 up
ip -n srv addr add 10.0.0.2/24 dev eth0; ip -n srv link set eth0 up; ip -n srv link set lo up
for i in $(seq 3 30); do ip -n srv addr add 10.0.0.$i/24 dev eth0; done
sleep 1.5
ip netns exec srv sysctl net.netfilter.nf_conntrack_count 
ip netns exec srv iptables -A INPUT -m conntrack --ctstate NEW
iptables -A OUTPUT -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT
iptables -A OUTPUT -m conntrack --ctstate INVALID -j DROP
ok=0 bad=0
for i in 2 3 4; do
  if ping -c 1 -W 1 -q 10.0.0.$i >/dev/null 2>&1; then ok=$((ok+1)); else bad=$((bad+1)); fi
done
echo "$ok went, $bad did not"
conntrack -C
ping -c 1 -W 1 10.0.0.25
echo "rc $?"
conntrack -S | sed -E 's/cpu=[0-9]+ //' | tr ' ' '\n' | grep -E 'drop|early_drop' | sort -u | awk -F= '{s[$1]+=$2} END {for (k in s) print k, s[k] > 0}' | sort
conntrack -F
ping -c 1 -W 1 -q 10.0.0.25 | grep received
sysctl net.netfilter.nf_conntrack_count
sysctl -w net.netfilter.nf_conntrack_icmp_timeout=1
ping -c 1 -q 10.0.0.3 >/dev/null
sleep 2.5; conntrack -L 2>&1 | sed -E "s, 1 [0-9]+ , 1 T ,; s,id=[0-9]+,id=N,g"
iptables -t raw -A OUTPUT -p icmp -j NOTRACK
iptables -t raw -A PREROUTING -p icmp -j CT --notrack
ping -c 1 -q 10.0.0.3 | grep received
conntrack -L 2>&1 | sed -E "s, 1 [0-9]+ , 1 T ,; s,id=[0-9]+,id=N,g"
