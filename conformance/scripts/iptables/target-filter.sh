# targets of table filter: what is taken, refused, listed and found again
TB=filter
m() {
  iptables -t $TB -F T
  echo "# $*"
  iptables -t $TB -A T "$@"
  echo "=$?"
  iptables -t $TB -S T | tail -n +2
  iptables -t $TB -L T -n | tail -n +3
  iptables -t $TB -L T | tail -n +3
  iptables -t $TB -C T "$@" || echo "not found"
}
iptables -t $TB -N T
m -j REJECT
m -j REJECT --reject-with tcp-reset
m -p tcp -j REJECT --reject-with tcp-reset
m -j REJECT --reject-with host-unreach
m -j REJECT --reject-with icmp-admin
m -j REJECT --reject-with foo
m -j REJECT --reject-with
m -j REJECT --reject-with icmp-net-prohibited
m -j REJECT --reject-with echo-reply
m -j REJECT --reject-with icmp
m -j LOG
m -j LOG --log-prefix "abc: " --log-level 5
m -j LOG --log-prefix abc --log-level debug --log-uid --log-ip-options --log-tcp-options --log-tcp-sequence --log-macdecode
m -j LOG --log-level foo
m -j LOG --log-level 8
m -j LOG --log-prefix ""
m -j LOG --log-prefix 123456789012345678901234567890
m -j LOG --log-prefix "a
b"
for l in emerg alert crit err error warning warn notice info debug panic 0 1 2 3 4 5 6 7 WARN e; do m -j LOG --log-level $l; done
m -j MARK --set-mark 5
m -j MARK --set-mark 5/7
m -j MARK --set-xmark 5/7
m -j MARK --and-mark 5
m -j MARK --or-mark 5
m -j MARK --xor-mark 5
m -j MARK
m -j MARK --set-mark x
m -j MARK --set-mark 1 --or-mark 3
m -j MARK --set-xmark 0x4000/0x4000
m -j MARK --set-mark 0
m -j MARK ! --set-mark 5
m -j CONNMARK --set-mark 5
m -j CONNMARK --save-mark
m -j CONNMARK --restore-mark --mask 0xff
m -j CONNMARK --save-mark --nfmask 5 --ctmask 7
m -j CONNMARK --set-xmark 5/7
m -j CONNMARK --and-mark 5
m -j CONNMARK --or-mark 5
m -j CONNMARK --xor-mark 5
m -j CONNMARK
m -j CONNMARK --mask 5
m -j CONNMARK --save-mark --restore-mark
m -j CONNMARK --restore-mark --nfmask 1 --ctmask 2
m -j CONNMARK --set-mark 5 --left-shift-mark 4
m -j CONNMARK --save-mark --mask 4 --nfmask 5
m -j CONNMARK --restore-mark --right-shift-mark 4
m -j CONNMARK --set-mark 5/3
m -j NFLOG
m -j NFLOG --nflog-prefix "a b" --nflog-group 5 --nflog-size 6 --nflog-threshold 7
m -j NFLOG --nflog-range 5
m -j NFLOG --nflog-group 65536
m -j CLASSIFY --set-class 1:ff
m -j CLASSIFY
m -j CLASSIFY --set-class x
m -j CHECKSUM --checksum-fill
m -j CHECKSUM;  m -j DNAT --to 1.1.1.1
m -j MASQUERADE
m -j TRACE
m -j RETURN
m -j DROP
m -j ACCEPT --foo
m -j RETURN 5
