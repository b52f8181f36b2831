# what kube-proxy restores, without flushing, again and again: a service of two endpoints, a node port, a service without endpoints
cat > first <<'R'
*filter
:KUBE-EXTERNAL-SERVICES - [0:0]
:KUBE-FIREWALL - [0:0]
:KUBE-FORWARD - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-PROXY-FIREWALL - [0:0]
:KUBE-SERVICES - [0:0]
-A KUBE-NODEPORTS -m comment --comment "kube-system/health:check" -m tcp -p tcp --dport 32768 -j ACCEPT
-A KUBE-SERVICES -m comment --comment "default/empty:http has no endpoints" -m tcp -p tcp -d 10.96.0.30 --dport 80 -j REJECT
-A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 -m comment --comment "block incoming localnet connections" -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP
-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP
-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x00004000/0x00004000 -j ACCEPT
-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule" -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
COMMIT
*nat
:KUBE-EXT-XPGD46QRK7WJZT7O - [0:0]
:KUBE-MARK-MASQ - [0:0]
:KUBE-NODEPORTS - [0:0]
:KUBE-POSTROUTING - [0:0]
:KUBE-SEP-4OBXJKUFH2GAF6KS - [0:0]
:KUBE-SEP-SXIVWICOYRO3J4NJ - [0:0]
:KUBE-SERVICES - [0:0]
:KUBE-SVC-XPGD46QRK7WJZT7O - [0:0]
-A KUBE-POSTROUTING -m mark ! --mark 0x00004000/0x00004000 -j RETURN
-A KUBE-POSTROUTING -j MARK --xor-mark 0x00004000
-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully
-A KUBE-MARK-MASQ -j MARK --or-mark 0x00004000
-A KUBE-NODEPORTS -m comment --comment default/web:http -m tcp -p tcp --dport 30080 -j KUBE-EXT-XPGD46QRK7WJZT7O
-A KUBE-EXT-XPGD46QRK7WJZT7O -m comment --comment "masquerade traffic for default/web:http external destinations" -j KUBE-MARK-MASQ
-A KUBE-EXT-XPGD46QRK7WJZT7O -j KUBE-SVC-XPGD46QRK7WJZT7O
-A KUBE-SERVICES -m comment --comment "default/web:http cluster IP" -m tcp -p tcp -d 10.96.0.20 --dport 80 -j KUBE-SVC-XPGD46QRK7WJZT7O
-A KUBE-SVC-XPGD46QRK7WJZT7O -m comment --comment "default/web:http cluster IP" -m tcp -p tcp -d 10.96.0.20 --dport 80 ! -s 10.244.0.0/16 -j KUBE-MARK-MASQ
-A KUBE-SVC-XPGD46QRK7WJZT7O -m comment --comment "default/web:http -> 10.244.1.2:8080" -m statistic --mode random --probability 0.5000000000 -j KUBE-SEP-SXIVWICOYRO3J4NJ
-A KUBE-SVC-XPGD46QRK7WJZT7O -m comment --comment "default/web:http -> 10.244.2.2:8080" -j KUBE-SEP-4OBXJKUFH2GAF6KS
-A KUBE-SEP-SXIVWICOYRO3J4NJ -m comment --comment default/web:http -s 10.244.1.2 -j KUBE-MARK-MASQ
-A KUBE-SEP-SXIVWICOYRO3J4NJ -m comment --comment default/web:http -m tcp -p tcp -j DNAT --to-destination 10.244.1.2:8080
-A KUBE-SEP-4OBXJKUFH2GAF6KS -m comment --comment default/web:http -s 10.244.2.2 -j KUBE-MARK-MASQ
-A KUBE-SEP-4OBXJKUFH2GAF6KS -m comment --comment default/web:http -m tcp -p tcp -j DNAT --to-destination 10.244.2.2:8080
-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain" -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
COMMIT
R
t() { echo "# $*"; "$@"; echo "=$?"; }
iptables -w 5 -N KUBE-FORWARD
iptables -w 5 -N KUBE-SERVICES
iptables -w 5 -t nat -N KUBE-SERVICES
iptables -w 5 -t nat -N KUBE-POSTROUTING
t iptables -w 5 -C FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
iptables -w 5 -I FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
iptables -w 5 -I FORWARD -m conntrack --ctstate NEW -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
iptables -w 5 -t nat -I PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
iptables -w 5 -t nat -I POSTROUTING -m comment --comment "kubernetes postrouting rules" -j KUBE-POSTROUTING
t iptables -w 5 -C FORWARD -m comment --comment "kubernetes forwarding rules" -j KUBE-FORWARD
t iptables-restore --noflush --counters first
iptables-save | grep -v '^#'
t iptables-restore --noflush --counters first
iptables-save | grep -v '^#' | wc -l
# an endpoint goes
cat > second <<'R'
*nat
:KUBE-SEP-4OBXJKUFH2GAF6KS - [0:0]
:KUBE-SVC-XPGD46QRK7WJZT7O - [0:0]
-A KUBE-SVC-XPGD46QRK7WJZT7O -m comment --comment "default/web:http -> 10.244.1.2:8080" -j KUBE-SEP-SXIVWICOYRO3J4NJ
-X KUBE-SEP-4OBXJKUFH2GAF6KS
COMMIT
R
t iptables-restore --noflush --counters second
iptables -t nat -S KUBE-SVC-XPGD46QRK7WJZT7O
iptables -t nat -L -n
t iptables -t nat -S KUBE-SEP-4OBXJKUFH2GAF6KS
t iptables -w -L KUBE-KUBELET-CANARY -t mangle -n
t iptables -w -N KUBE-KUBELET-CANARY -t mangle
t iptables -w -t mangle -S
