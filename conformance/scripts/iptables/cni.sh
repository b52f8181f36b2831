# what the CNI plugins bridge, portmap and firewall install for a pod with a mapped port
t() { echo "# $*"; "$@"; echo "=$?"; }
t iptables -t nat -S --wait
t iptables -t nat -N CNI-2a7b1c4d5e6f708192a3b4c5 --wait
t iptables -t nat -N CNI-2a7b1c4d5e6f708192a3b4c5d6e7 --wait
t iptables -t nat -A CNI-2a7b1c4d5e6f708192a3b4c5 -d 10.22.0.5/16 -j ACCEPT -m comment --comment 'name: "net" id: "pod-1"' --wait
t iptables -t nat -A CNI-2a7b1c4d5e6f708192a3b4c5 ! -d 224.0.0.0/4 -j MASQUERADE -m comment --comment 'name: "net" id: "pod-1"' --wait
t iptables -t nat -A POSTROUTING -s 10.22.0.5 -j CNI-2a7b1c4d5e6f708192a3b4c5 -m comment --comment 'name: "net" id: "pod-1"' --wait
for c in CNI-HOSTPORT-DNAT CNI-HOSTPORT-MASQ CNI-HOSTPORT-SETMARK CNI-DN-2a7b1c4d5e6f70819; do t iptables -t nat -N $c --wait; done
t iptables -t nat -A CNI-HOSTPORT-SETMARK -m comment --comment 'CNI portfwd masquerade mark' -j MARK --set-xmark 0x2000/0x2000
t iptables -t nat -A CNI-HOSTPORT-MASQ -m mark --mark 0x2000/0x2000 -j MASQUERADE
t iptables -t nat -A POSTROUTING -m comment --comment 'CNI portfwd requiring masquerade' -j CNI-HOSTPORT-MASQ
t iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT
t iptables -t nat -A OUTPUT -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT
t iptables -t nat -A CNI-HOSTPORT-DNAT -m comment --comment 'dnat name: "net" id: "pod-1"' -m multiport -p tcp --destination-ports 8080,8443 -j CNI-DN-2a7b1c4d5e6f70819
t iptables -t nat -A CNI-DN-2a7b1c4d5e6f70819 -p tcp --dport 8080 -s 10.22.0.0/16 -j CNI-HOSTPORT-SETMARK
t iptables -t nat -A CNI-DN-2a7b1c4d5e6f70819 -p tcp --dport 8080 -s 127.0.0.1 -j CNI-HOSTPORT-SETMARK
t iptables -t nat -A CNI-DN-2a7b1c4d5e6f70819 -p tcp --dport 8080 -j DNAT --to-destination 10.22.0.5:80
for c in CNI-FORWARD CNI-ADMIN; do t iptables -N $c; done
t iptables -I FORWARD -m comment --comment 'CNI firewall plugin rules' -j CNI-FORWARD
t iptables -I CNI-FORWARD -m comment --comment 'CNI firewall plugin admin overrides' -j CNI-ADMIN
t iptables -A CNI-FORWARD -d 10.22.0.5 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
t iptables -A CNI-FORWARD -s 10.22.0.5 -j ACCEPT
iptables-save | grep -v '^#' > saved
cat saved
iptables -t nat -L -n -v
iptables-restore < saved && iptables-save | grep -v "^#" | diff - saved && echo same
t iptables -t nat -F CNI-DN-2a7b1c4d5e6f70819
t iptables -t nat -X CNI-DN-2a7b1c4d5e6f70819
t iptables -t nat -D CNI-HOSTPORT-DNAT -m comment --comment 'dnat name: "net" id: "pod-1"' -m multiport -p tcp --destination-ports 8080,8443 -j CNI-DN-2a7b1c4d5e6f70819
t iptables -t nat -X CNI-DN-2a7b1c4d5e6f70819
