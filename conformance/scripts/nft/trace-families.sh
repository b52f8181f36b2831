# What `nft monitor trace` shows of a packet in each family.
ip netns add peer
ip link add veth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns peer
ip link add br0 address 02:00:00:00:00:03 type bridge; ip link set br0 up
ip link set veth0 master br0
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.br0.accept_dad=0
ip netns exec peer sysctl -qw net.ipv6.conf.eth0.accept_dad=0
ip addr add 10.0.0.1/24 dev br0; ip addr add fd00::1/64 dev br0 nodad; ip link set veth0 up
ip -n peer addr add 10.0.0.2/24 dev eth0; ip -n peer link set eth0 up; ip -n peer addr add fd00::2/64 dev eth0 nodad;
sleep 1.6
nft -f - <<'E'
table bridge b { chain c { type filter hook prerouting priority 0; ether daddr != 01:00:00:00:00:00/8 meta nftrace set 1; }
 chain i { type filter hook input priority 0;  } 
 chain o { type filter hook output priority 0; meta nftrace set 1; }
}
table netdev n { chain i { type filter hook ingress device veth0 priority 0; ip ttl 7 meta nftrace set 1; icmpv6 type echo-request meta nftrace set 1; }
}
table inet n { chain i { type filter hook input priority 0;  } 
 chain o { type filter hook output priority 0; ct state new; }
}
table ip n { chain i { type filter hook input priority 0;  }
}
table ip6 n { chain i { type filter hook input priority 0;  }
}
E
timeout 6 nft monitor trace > /tmp/t &
sleep 0.5
ip netns exec peer ping -c1 -q 10.0.0.1 | grep received
ip netns exec peer ping -t 7 -c1 -q 10.0.0.1 | grep received
ip netns exec peer ping -c1 -q fd00::1 | grep received
echo hello | ip netns exec peer nc -u -p 77 -w 1 -q 0 10.0.0.1 99
ip netns exec peer nc -p 78 -w 1 -q 0 10.0.0.1 99
wait
sed -E 's/trace id [0-9a-f]+/trace id ID/; s/(ip|icmp) id [0-9]+/\1 id N/g; s/flowlabel [1-9][0-9]*/flowlabel F/; s/(0x|problem )[0-9a-f]{7,}/\1X/g' /tmp/t | grep -v -e nd- -e arp | grep packet
