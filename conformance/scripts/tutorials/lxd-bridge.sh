#!/bin/bash
# A managed bridge as LXD or libvirt makes one: dnsmasq on it, containers get their addresses and names from it.
set -euo pipefail
ip link add lxdbr0 address 00:16:3e:00:00:01 type bridge
ip addr add 10.66.0.1/24 dev lxdbr0; ip link set lxdbr0 up; ip link set lo up
cat > /tmp/dnsmasq.conf <<CONF
strict-order
bind-interfaces
except-interface=lo
interface=lxdbr0
listen-address=10.66.0.1
dhcp-no-override
dhcp-authoritative
dhcp-leasefile=/tmp/leases
dhcp-range=10.66.0.50,10.66.0.99,1h
dhcp-host=00:16:3e:00:00:11,10.66.0.11,web
dhcp-option=option:domain-name,lxd
domain=lxd
local=/lxd/
expand-hosts
no-resolv
no-hosts
CONF
dnsmasq --conf-file=/tmp/dnsmasq.conf --keep-in-foreground --log-facility=/tmp/dnsmasq.log --user=root --pid-file=/tmp/dnsmasq.pid &
dm=$!
trap 'kill $dm; wait $dm || true; echo bye' EXIT
cat > /tmp/udhcpc.sh <<'SH'
#!/bin/sh
case "$1" in
deconfig) ip addr flush dev $interface; ip link set $interface up ;;
bound|renew)
  ip addr replace $ip/$mask dev $interface
  [ -n "$router" ] && ip route replace default via ${router%% *} dev $interface
  mkdir -p /tmp/resolv
  echo "nameserver $dns" > /tmp/resolv/$interface
  echo "$1: $ip/$mask via $router dns $dns domain $domain lease $lease" ;;
esac
SH
chmod +x /tmp/udhcpc.sh
n=0
for c in web db; do
  n=$((n+1))
  ip netns add $c
  ip link add v$c type veth peer name eth0 address 00:16:3e:00:00:1$n netns $c
  ip link set v$c master lxdbr0 up
  ip -n $c link set eth0 up
done
sleep 1.5
for c in web db; do
  ip netns exec $c busybox udhcpc -i eth0 -s /tmp/udhcpc.sh -n -q -x hostname:$c 2>&1 | sed -E 's/10.66.0.(5|6|7|8|9)[0-9]/10.66.0.POOL/g'
done
ip -n web -4 addr show eth0 | sed -E 's/valid_lft.*//'
ip -n web route
ip netns exec db ping -c 1 -q 10.66.0.11 | grep received
dig +short @10.66.0.1 web.lxd
dig +short @10.66.0.1 -x 10.66.0.11
dig @10.66.0.1 nosuch.lxd | grep -oE 'status: [A-Z]*|flags:.*'
awk '{print $2, $4}' /tmp/leases | sort
grep -c DHCPACK /tmp/dnsmasq.log
