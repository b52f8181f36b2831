# /proc/net/udp and its kin beside sockets that come and go; netstat, which reads them.
ip link set lo up
exec 7<>/dev/udp/127.0.0.1/5353
exec 8<>/dev/udp/::1/5353
hide() { sed -E -e 's/ +[0-9]+ 2 [0-9a-f]{16}/ INO 2 PTR/' -e 's/ +$//' -e 's/^( *)[0-9]+: /SL: /' -e 's/([0-9A-F]{8}):[0-9A-F]{4} /\1:PORT /'; }
cat /proc/net/udp | hide
cat /proc/net/udp6 | hide
cat /proc/net/raw
# what UDP holds of memory is the machine's, and counted in batches of each processor
grep -e UDP -e RAW /proc/net/sockstat /proc/net/sockstat6 | sed "s, mem [0-9]*,,"
echo hello >&7
echo hello >&7; echo "= $?"
exec 7>&- 8>&-
cat /proc/net/udp | hide
