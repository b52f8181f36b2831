# Numbers as the C library reads them: signs, blanks, leading zeros, and what does not fit.
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02
ip addr add 10.0.0.1/24 dev v0; ip link set v0 up
t() { echo "\$ $*"; "$@" 2>&1 ; echo "[$?]"; }
for n in -0 -1 -18446744073709551615 -18446744073709551616 -99999999999999999999 +5 " 5" "	5" -0x0 -00 +0 0x 08 -18446744073709551612 -4294967295 18446744073709551617; do
t ip -rc "$n" link show v0 up
t ip link set v0 mtu "$n"
t ip link set v0 txqueuelen "$n"
t ip link set v0 group "$n"
t ip addr add 10.0.0.2/24 dev v0 metric "$n"
t ip addr del 10.0.0.2/24 dev v0
t ip addr add 10.0.0.2/24 dev v0 valid_lft "$n"
t ip addr del 10.0.0.2/24 dev v0
t ip route add 10.3.0.0/16 dev v0 metric "$n" mtu "$n" hoplimit "$n" rtt "$n"
t ip route del 10.3.0.0/16
t ip route add 10.3.0.0/16 dev v0 table "$n" proto "$n" scope "$n" tos "$n"
t ip route show table all proto "$n"
t ip route flush 10.3.0.0/16
t ip rule add pref "$n" fwmark "$n" table "$n"
t ip rule
t ip rule del fwmark "$n"
t ip -6 rule add tun_id "$n" ipproto "$n" suppress_prefixlength "$n"
t ip netns set x "$n"
t ip -l "$n" link show v0
t ip link add index "$n" type veth
t ip link add numtxqueues "$n" type veth
t ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:09 dev v0 protocol "$n"
t ip addr show to 10.0.0.1/"$n"
t ip addr add 10.0.7.1/"$n" dev v0
t ip route add 10.3.0.0/16 nexthop dev v0 weight "$n"
t ip route get 10.0.0.9 mark "$n" sport "$n" uid "$n"
t ip link set v0 gso_max_size "$n" gso_max_segs "$n"
t ip link set v0 link-netnsid "$n"
t ip tuntap add t0 mode tap user "$n"
t ip tuntap add t1 mode tap user "$n" group "$n"; t ip tuntap; ip link del t1
t ip link del t0
t ip addrlabel add prefix fd00::/8 label "$n"
done
