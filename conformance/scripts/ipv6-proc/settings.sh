# /proc/sys/net/ipv6: which settings there are and their values, but for those of features that are not there.
ip link add h0 type veth peer name r0
for key in $(ls /proc/sys/net/ipv6/conf/h0 | grep -v "^ioam6\|^rpl_\|^seg6_\|^accept_source_route\|^disable_policy"); do echo "$key $(cat /proc/sys/net/ipv6/conf/h0/$key 2>&1) $(cat /proc/sys/net/ipv6/conf/all/$key 2>/dev/null) $(cat /proc/sys/net/ipv6/conf/default/$key 2>/dev/null) $(cat /proc/sys/net/ipv6/conf/lo/$key 2>/dev/null)"; done
for key in $(ls -p /proc/sys/net/ipv6 | grep -v "/\|^ioam6\|^seg6\|^xfrm6\|^flowlabel\|^fib_notify\|low_thresh"); do echo "$key $(cat /proc/sys/net/ipv6/$key)"; done
for key in $(ls /proc/sys/net/ipv6/icmp | grep -v error_anycast); do echo "icmp/$key $(cat /proc/sys/net/ipv6/icmp/$key)"; done
for key in $(ls /proc/sys/net/ipv6/route | grep -v "^gc_\|max_size\|min_adv\|flush"); do echo "route/$key $(cat /proc/sys/net/ipv6/route/$key 2>&1)"; done
for key in $(ls /proc/sys/net/ipv6/neigh/h0 | grep -v "^base_reachable_time$\|^retrans_time$\|^unres_qlen$"); do echo "neigh/$key $(cat /proc/sys/net/ipv6/neigh/h0/$key)"; done
