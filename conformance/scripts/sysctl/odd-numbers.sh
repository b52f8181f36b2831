# Numbers that are too large or hardly one, for files of each kind.
ip netns add r
ip -n r link add va type veth peer name vb
cat >odd.sh <<'X'
cd /proc/sys/net
for file in ipv6/conf/va/disable_ipv6 ipv6/conf/all/disable_ipv6 ipv6/conf/vb/disable_ipv6 ipv4/neigh/va/locktime ipv6/neigh/va/anycast_delay \
  ipv4/ip_local_reserved_ports ipv6/icmp/ratemask ipv4/icmp_echo_enable_probe ipv6/flowlabel_consistency ipv4/conf/va/rp_filter; do
  read -r -d '' old <$file; echo "$file = $old"
  for value in 0 1 2 5 0 3 -1 255 256 2147483647 2147483648 4294967295 4294967296 3689348814741910300 3689348814741910301 -3689348814741910300 \
    9223372036854775807 18446744073709551615 18446744073709551616 x 0x 010 "1 2" "" " " " 1" "1 " "1,3-5" "0x10 " "1 -1"; do
    error=; { echo "$value" >$file; } 2>/tmp/errors || { read -r error </tmp/errors; error=${error##*: }; }
    read -r -d '' now <$file; echo " '$value' $error [$now]"
  done
  { echo "$old" >$file; } 2>/dev/null
done
X
ip netns exec r bash odd.sh
