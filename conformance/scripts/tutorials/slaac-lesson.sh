#!/bin/bash
# Lesson: how a host on a LAN gets its IPv6 address without anybody configuring it. The router speaks by hand (inject), so that each
# word of a router advertisement can be said alone.
set -e
for n in host router; do ip netns add $n; ip -n $n link set lo up; done
ip link add eth0 netns host address 02:00:00:00:00:10 type veth peer name lan0 address 02:00:00:00:00:01 netns router
h() { ip netns exec host "$@"; }
r() { ip netns exec router "$@"; }
addresses() { ip -n host -6 -o addr show dev eth0 scope ${1:-global} | sed -E 's/^[0-9]+: //; s/ +/ /g; s/\\ .*//; s/[0-9]+sec/Nsec/g' | sort; }
routes() { ip -n host -6 route show | sed -E 's/expires [0-9]+sec/expires Nsec/' | sort; }

echo "### 1. a link-local address comes with the link: it is made from the hardware address (EUI-64)"
r sysctl -qw net.ipv6.conf.lan0.accept_dad=0; h sysctl -qw net.ipv6.conf.eth0.accept_dad=0
ip -n router link set lan0 up; ip -n host link set eth0 up
sleep 1.5
addresses link
ip -n router addr add 2001:db8:1::1/64 dev lan0; ip -n router addr add 2001:db8:2::1/64 dev lan0
r sysctl -qw net.ipv6.conf.all.forwarding=1
sleep 0.3

# ra LIFETIME OPTION...: a router advertisement from the router's link-local address to all nodes
ra() { local life=$1; shift; r inject lan0 33:33:00:00:00:01 02:00:00:00:00:01 86dd 60000000 0000 3aff fe80::ff:fe00:1 ff02::1 8600 0000 40 ${FLAGS:-00} $life 00000000 00000000 0101 02:00:00:00:00:01 "$@"; sleep 0.4; }
# prefix FLAGS VALID PREFERRED PREFIX: on-link (80) and autonomous (40)
prefix() { echo 0304 40 $1 $2 $3 00000000 $4; }
A_DAY=00015180; AN_HOUR=00000e10

echo "### 2. a prefix that is on the link, and to make addresses from"
ra 0708 $(prefix c0 $A_DAY $AN_HOUR 2001:db8:1::)
addresses; routes
h ping -c 1 -W 2 2001:db8:1::1 | grep -o '1 received'
ip -n router -6 neigh show dev lan0 | grep -o '^2001:db8:1::ff:fe00:10.*' | sed -E 's/ (REACHABLE|STALE|DELAY)//'

echo "### 3. on the link, but not to make addresses from; and the other way round"
ra 0708 $(prefix 80 $A_DAY $AN_HOUR 2001:db8:8::)
ra 0708 $(prefix 40 $A_DAY $AN_HOUR 2001:db8:9::)
addresses; routes

echo "### 4. deprecated: the address stays, but nothing new is begun from it"
ra 0708 $(prefix c0 $A_DAY 00000000 2001:db8:1::) $(prefix c0 $A_DAY $AN_HOUR 2001:db8:2::)
addresses
ip -n host route get 2001:db8:2::1 | sed -E 's/ +$//'
ip -n host route get 2001:db8:77::1 | sed -E 's/ +$//'

echo "### 5. nobody can take an address away at once: two hours are left (RFC 4862, 5.5.3 e)"
ra 0708 $(prefix c0 00000001 00000000 2001:db8:2::)
ip -n host -6 -o addr show dev eth0 scope global | grep db8:2: | grep -oE 'valid_lft [0-9]+' | awk '{ print ($2 > 7100 && $2 <= 7200) ? "two hours" : $2 }'

echo "### 6. the router goes: lifetime 0"
ra 0000
ip -n host -6 route show default; echo "default routes: $(ip -n host -6 route show default | wc -l)"

echo "### 7. preferences, hop limit, MTU"
FLAGS=08 ra 0708 0501 0000 00000514
ip -n host -6 route show default | sed -E 's/expires [0-9]+sec/expires Nsec/'
h sysctl net.ipv6.conf.eth0.hop_limit net.ipv6.conf.eth0.mtu
FLAGS=18 ra 0708
ip -n host -6 route show default | sed -E 's/expires [0-9]+sec/expires Nsec/'

echo "### 8. a specific route (RFC 4191)"
h sysctl -qw net.ipv6.conf.eth0.accept_ra_rt_info_max_plen=64
ra 0708 1803 3000 00000e10 2001:db8:5::
routes | grep 2001:db8:5 || true

echo "### 9. a host that forwards is a router, and does not listen (but with accept_ra=2)"
h sysctl -qw net.ipv6.conf.all.forwarding=1
ip -n host -6 route show default
ra 0708 $(prefix c0 $A_DAY $AN_HOUR 2001:db8:a::)
addresses | grep -c db8:a: || true
h sysctl -qw net.ipv6.conf.eth0.accept_ra=2
ra 0708 $(prefix c0 $A_DAY $AN_HOUR 2001:db8:a::)
addresses | grep db8:a:

echo "### 10. a token instead of the hardware address"
h sysctl -qw net.ipv6.conf.all.forwarding=0
ip -n host token set ::53 dev eth0
ip -n host token get dev eth0
ra 0708 $(prefix c0 $A_DAY $AN_HOUR 2001:db8:b::)
addresses | grep db8:b:

echo "### 11. who must not be believed: over a router (hop limit 64), from a global address, cut off"
bad() { r inject lan0 33:33:00:00:00:01 02:00:00:00:00:01 86dd 60000000 0000 "$@"; }
bad 3a40 fe80::ff:fe00:1 ff02::1 8600 0000 40 00 0708 00000000 00000000 $(prefix c0 $A_DAY $AN_HOUR 2001:db8:c::)
bad 3aff 2001:db8:1::1 ff02::1 8600 0000 40 00 0708 00000000 00000000 $(prefix c0 $A_DAY $AN_HOUR 2001:db8:c::)
bad 3aff fe80::ff:fe00:1 ff02::1 8600 0000 40 00 0708 0000
bad 3aff fe80::ff:fe00:1 ff02::1 8600 0000 40 00 0708 00000000 00000000 0300 40 c0 $A_DAY $AN_HOUR 00000000 2001:db8:c::
sleep 0.4
addresses | grep -c db8:c: || true
h nstat -az Icmp6InErrors Icmp6InRouterAdvertisements | awk 'NR > 1 { print $1, $2 }'
