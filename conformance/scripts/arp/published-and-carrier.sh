# What is published goes when the carrier goes, unless it is permanent.
ip link add dev v3 type veth peer dev vb address 02:00:00:00:00:01
arp -s 10.0.0.1 02:00:00:00:01:03 pub dev vb
ip neigh add proxy 10.0.0.2 dev vb; ip neigh add proxy 10.0.0.3 dev vb nud permanent
ip neigh add proxy fd00::3 dev vb
ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:77 dev vb nud permanent
ip neigh add 10.0.0.8 lladdr 02:00:00:00:00:77 dev vb nud reachable
ip neigh show proxy | sort; ip neigh | sort; echo up;ip link set vb up; sleep 0.1; ip neigh show proxy | sort;ip neigh | sort; echo both; ip link set v3 up; sleep 0.1; ip neigh add 10.0.0.8 lladdr 02:00:00:00:00:77 dev vb nud reachable
arp -s 10.0.0.1 02:00:00:00:01:03 pub dev vb; ip neigh show proxy | sort; echo down; ip link set v3 down; sleep 0.1; ip neigh show proxy | sort; ip neigh | sort; ip link set vb down; ip neigh show proxy | sort
ip link set vb up; arp -s 10.0.0.1 02:00:00:00:01:03 pub dev vb; ip link set dev vb group default up; sleep 0.1;  ip neigh show proxy | sort
