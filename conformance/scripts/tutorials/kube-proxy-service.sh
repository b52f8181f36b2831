#!/bin/bash
# A ClusterIP and a NodePort service as kube-proxy installs them.
set -o errexit -o nounset -o pipefail
for n in pod1 pod2 pod3; do
  ip netns add $n
done
ip link add cni0 type bridge; ip addr add 10.244.0.1/24 dev cni0; ip link set cni0 up; ip link set lo up
i=2
for n in pod1 pod2 pod3; do
  ip link add veth$n type veth peer name eth0 netns $n
  ip link set veth$n up master cni0
  ip link set dev veth$n type bridge_slave hairpin on
  ip -n $n addr add 10.244.0.$i/24 dev eth0
  ip -n $n link set eth0 up; ip -n $n link set lo up
  ip -n $n route add default via 10.244.0.1
  i=$((i+1))
done
sysctl -qw net.ipv4.ip_forward=1
sysctl -q -w net.bridge.bridge-nf-call-iptables=1 || echo no br_netfilter
iptables-restore --noflush <<'RULES'
*filter
:KUBE-FORWARD - [0:0]
:KUBE-SERVICES - [0:0]
-A FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
-A FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT
-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A KUBE-SERVICES -d 10.96.0.99/32 -p tcp -m comment --comment "default/empty has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable
COMMIT
*nat
:KUBE-MARK-MASQ - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-SERVICES - [0:0]
:KUBE-SVC-WEB - [0:0]
:KUBE-SVC-STICKY - [0:0]
:KUBE-SEP-A - [0:0]
:KUBE-SEP-B - [0:0]
-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A OUTPUT -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000
-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
-A KUBE-SERVICES -d 10.96.0.10/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-SVC-WEB
-A KUBE-SERVICES -d 10.96.0.11/32 -p tcp -m comment --comment "default/sticky cluster IP" -m tcp --dport 80 -j KUBE-SVC-STICKY
-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
-A KUBE-NODEPORTS -p tcp -m comment --comment "default/web" -m tcp --dport 30080 -j KUBE-MARK-MASQ
-A KUBE-NODEPORTS -p tcp -m comment --comment "default/web" -m tcp --dport 30080 -j KUBE-SVC-WEB
-A KUBE-SVC-WEB ! -s 10.244.0.0/16 -d 10.96.0.10/32 -p tcp -m comment --comment "default/web cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ
-A KUBE-SVC-WEB -m comment --comment "default/web -> 10.244.0.2:8080" -m statistic --mode nth --every 2 --packet 0 -j KUBE-SEP-A
-A KUBE-SVC-WEB -m comment --comment "default/web -> 10.244.0.3:8080" -j KUBE-SEP-B
-A KUBE-SVC-STICKY -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-A --mask 255.255.255.255 --rsource -j KUBE-SEP-A
-A KUBE-SVC-STICKY -m recent --rcheck --seconds 10800 --reap --name KUBE-SEP-B --mask 255.255.255.255 --rsource -j KUBE-SEP-B
-A KUBE-SVC-STICKY -m statistic --mode nth --every 2 --packet 0 -j KUBE-SEP-A
-A KUBE-SVC-STICKY -j KUBE-SEP-B
-A KUBE-SEP-A -s 10.244.0.2/32 -j KUBE-MARK-MASQ
-A KUBE-SEP-A -p tcp -m recent --set --name KUBE-SEP-A --mask 255.255.255.255 --rsource -m tcp -j DNAT --to-destination 10.244.0.2:8080
-A KUBE-SEP-B -s 10.244.0.3/32 -j KUBE-MARK-MASQ
-A KUBE-SEP-B -p tcp -m recent --set --name KUBE-SEP-B --mask 255.255.255.255 --rsource -m tcp -j DNAT --to-destination 10.244.0.3:8080
COMMIT
RULES
for n in pod1 pod2; do
  mkdir -p /tmp/$n; echo "hello from $n" >/tmp/$n/index.html
  ip netns exec $n busybox httpd -p 8080 -h /tmp/$n
done
sleep 1.5
echo "== pod3 through the cluster IP"
for _ in 1 2 3 4; do ip netns exec pod3 curl -s 10.96.0.10; done
echo "== sticky"
for _ in 1 2 3; do ip netns exec pod3 curl -s 10.96.0.11; done
echo "== node port from the node"
ip addr add 192.168.50.1/24 dev lo
curl -s 192.168.50.1:30080
echo "== no endpoints"
ip netns exec pod3 curl -sS --max-time 3 10.96.0.99 || echo "curl: $?"
ip netns exec pod3 nc -zv -w 2 10.96.0.99 80 || echo "nc: $?"
echo "== hairpin: pod1 reaches itself through the service"
for _ in 1 2; do ip netns exec pod1 curl -s --max-time 3 10.96.0.10 || echo "curl $?"; done
iptables -t nat -nvL KUBE-SERVICES
iptables -t nat -S KUBE-SVC-STICKY
conntrack -L -d 10.96.0.10 2>/dev/null | awk '{for(i=1;i<=NF;i++) if ($i ~ /^(src|dst|dport)=/) printf "%s ", $i; print $NF}' | sed -E 's/use=[0-9]*//; s/dport=[0-9]{4,5}/dport=P/g' | sort | uniq -c
cut -d' ' -f1 /proc/net/xt_recent/KUBE-SEP-A /proc/net/xt_recent/KUBE-SEP-B | sort | uniq -c
