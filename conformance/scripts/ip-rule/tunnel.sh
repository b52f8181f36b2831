# Rules by the tunnel's number.
ip link add veth0 index 20 type veth peer name veth1 index 21
ip link set veth0 up
ip link set veth1 up
ip link set lo up
ip rule add tun_id 100 table 7
ip rule add tun_id 0x123456789abcdef table 8
ip rule add tun_id 18446744073709551615 table 8
ip rule add tun_id 18446744073709551616 table 8
ip rule add tun_id 0 table 9
ip rule add tun_id x table 9
ip rule add t -1 table 9
ip rule add tu 010 tab 9
ip rule add ta 010
ip rule add tun_id
ip rule
ip -j rule
ip -d rule
ip rule show tun_id 100
ip rule show tun_id 5
ip rule show tun_id 0
ip rule show tun_id 0x123456789abcdef
ip rule show t 100
ip rule show tun_id x
ip rule show tu 7
ip rule show ta 7
ip rule del tun_id 100
ip rule del tun_id 5
ip rule flush tun_id 0x123456789abcdef
ip rule
