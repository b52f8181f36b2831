#!/bin/bash
# A broadcast storm, made safe: two switches with two cables between them, no STP, and a fuse that lets so many frames through and no more.
# What one ARP request becomes; what the address tables look like after it; what of it one cable less, or STP, leaves.
set -e
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
for n in s1 s2 h1 h2; do ip netns add $n; ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done
for s in s1 s2; do ip -n $s link add sw address 02:00:00:00:0${s#s}:ff type bridge forward_delay 0 mcast_snooping 0; done
cable() { ip -n $1 link add $2 address $5 type veth peer name $4 address $6 netns $3; }
cable s1 red s2 red 02:00:00:00:01:01 02:00:00:00:02:01
cable s1 blue s2 blue 02:00:00:00:01:02 02:00:00:00:02:02
cable h1 eth0 s1 host 02:00:00:00:00:01 02:00:00:00:01:03
cable h2 eth0 s2 host 02:00:00:00:00:02 02:00:00:00:02:03
for s in s1 s2; do for p in red blue host; do ip -n $s link set $p master sw; ip -n $s link set $p up; done; ip -n $s link set sw up; done
for h in h1 h2; do ip -n $h addr add 10.0.0.${h#h}/24 dev eth0; ip -n $h link set eth0 up; done
ip -n s1 link set blue down
sleep 1.5
fuse() { # of the first switch: frames of ARP are 28 bytes long behind the Ethernet header
  ip netns exec s1 nft -f - <<EOF
table bridge fuse
delete table bridge fuse
table bridge fuse {
  chain forward {
    type filter hook forward priority 0; policy accept;
    ether type arp quota until $1 bytes counter accept
    ether type arp counter drop
  }
}
EOF
}
rx() { cat /sys/class/net/$1/statistics/rx_packets; }
h2rx() { ip netns exec h2 cat /sys/class/net/eth0/statistics/rx_packets; }
blown() { ip netns exec s1 nft list table bridge fuse | grep -c 'quota.*used'; }
ask() { ip netns exec h1 arping -q -c 1 -w 1 -I eth0 10.0.0.77 || true; sleep 0.3; }
echo "== one cable: the request is heard once"
fuse 28000; before=$(h2rx); ask; echo "$(($(h2rx) - before)) at h2"
ip netns exec s1 nft list table bridge fuse | grep counter
echo "== two cables: it never ends, until the fuse blows"
ip -n s1 link set blue up; sleep 1.5
for bytes in 2800 28000 280000; do
  fuse $bytes; before=$(h2rx); ask
  copies=$(($(h2rx) - before))
  ip netns exec s1 nft list table bridge fuse | grep 'quota' | sed 's/^[ \t]*//; s/ used.*counter/ … counter/'
  [ $copies -gt $((bytes / 28 / 4)) ] && echo "h2 heard more than a quarter as often"
done
echo "== where h1 is, the second switch thinks: not always where it is"
for i in 1 2 3; do fuse 28000; ask; ip netns exec s2 bridge fdb show br sw | grep ^02:00:00:00:00:01 | sed -E 's/dev (red|blue)/dev red or blue/'; done | sort -u
ip netns exec s1 bridge fdb show br sw | grep ^02:00:00:00:00:01 | sed -E 's/dev (red|blue|host)/dev …/'
echo "== not with frames that are known: only what is flooded goes round"
ip netns exec s1 nft delete table bridge fuse
ip -n s1 link set blue down; sleep 0.1
ip netns exec h1 ip neigh replace 10.0.0.2 lladdr 02:00:00:00:00:02 dev eth0
ip netns exec h2 ip neigh replace 10.0.0.1 lladdr 02:00:00:00:00:01 dev eth0
ip netns exec h1 ping -q -c 3 -i 0.2 10.0.0.2 | grep received
echo "== the cable does not flood: bcast_flood off"
ip netns exec s1 bridge link set dev blue bcast_flood off
ip netns exec s2 bridge link set dev blue bcast_flood off
ip -n s1 link set blue up; sleep 1.5
fuse 28000; before=$(h2rx); ask; echo "$(($(h2rx) - before)) at h2"
ip netns exec s1 bridge link set dev blue bcast_flood on
ip netns exec s2 bridge link set dev blue bcast_flood on
echo "== STP: one end of one cable blocks"
ip -n s1 link set blue down
for s in s1 s2; do ip -n $s link set sw type bridge stp_state 1 forward_delay 200 hello_time 100 max_age 600; done
ip -n s1 link set blue up; sleep 7
for s in s1 s2; do ip netns exec $s bridge link | sed -E 's/^[0-9]+: ([a-z]+).* state ([a-z]+) .*/\1 \2/' | sort | sed "s/^/$s /"; done
fuse 28000; before=$(h2rx); ask; echo "$(($(h2rx) - before)) ARP and BPDUs at h2" | sed -E 's/^[1-9] /a few /'
ip netns exec s1 nft list table bridge fuse | grep counter | sed -E 's/^[ \t]*//'
ip netns exec h1 ping -q -c 2 -i 0.2 10.0.0.2 | grep received
