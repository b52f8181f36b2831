# iptables-save: tables, files, options
t() {
  echo "# $*"
  "$@" | grep -v "^# [GC]"
  echo "=${PIPESTATUS[0]}"
}
t iptables-save
iptables -N X
iptables -A X -c 5 6 -j ACCEPT
iptables -t mangle -A FORWARD -j MARK --set-mark 5
iptables -t raw -P OUTPUT DROP
iptables -t security -A INPUT -j ACCEPT
t iptables-save
t iptables-save -c
t iptables-save -t mangle
t iptables-save -t foo
t iptables-save -t filter -c
t iptables-save -f /tmp/saved
grep -v "^# [GC]" /tmp/saved
t iptables-save -4
t iptables-save foo
t iptables-save -t
t iptables-save -V
t ip6tables-save
iptables-save > /tmp/all
iptables -F
iptables -X
iptables-restore /tmp/all && t iptables-save
iptables-restore -c -T filter /tmp/all && t iptables-save -c
iptables-save | wc -l
iptables-restore < /tmp/nothing
iptables-restore /tmp/nothing
