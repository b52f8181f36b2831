# Comparisons of flags and of what has names, as they are listed.
n() {
  echo "\$ nft $*"
  nft "$@" 2>&1
  echo "= $?"
}
nft add table inet i; nft add chain inet i c
for m in 'ct state invalid' 'ct state < invalid' 'ct state == invalid' 'ct mark < 5' 'ip saddr < 1.1.1.1' 'tcp dport > 5' 'meta mark < 7' 'meta l4proto > tcp' 'ct state != new' 'tcp dport != { 1 }' 'iif != lo' 'tcp dport 5' 'tcp flags & syn == syn'; do
n "add rule inet i c $m @nh,0,8 1"; n "add rule inet i c $m @foo 1"; done
n list ruleset
for m in 'ct state < new' 'ct state > 5' 'ct state <= established' 'ct state < established,new' 'ct status > snat' 'ct direction > 0' 'ct event > new' 'meta pkttype > broadcast' 'icmp type < 5' 'tcp flags < syn' 'tcp flags >= 0x12' 'meta protocol > ip' 'meta day > Monday' 'meta hour > "10:00"' 'meta mark > 5' 'fib saddr type > local' 'meta iiftype > ether' 'meta skuid > 0' 'ip dscp > cs1' 'ip protocol > tcp' 'ct state & new < 5' 'ct state and new == new' 'tcp flags & (syn|ack) == syn' 'tcp flags & syn != syn' 'tcp flags & syn != 0' 'tcp flags & syn == 0' 'tcp flags & 2 == 2' 'tcp flags and (syn|ack) != syn,ack' 'tcp flags & syn == ack' 'ct status & snat == snat' 'ct status & snat == 0' 'ct state & invalid != 0' 'ct state & invalid == new' 'tcp flags & syn > 1' 'meta mark & 5 == 5' 'tcp flags & syn == { syn }' 'ct state & new == { new }' 'ct state != established,new' 'ct state > 0' 'tcp dport @nh' 'tcp dport @ll' 'tcp dport @th,0,8' 'tcp dport @tcp' 'tcp dport != @nh' '@nh,0,8 @foo' '@nh,0,8 @nh' 'meta mark set @nh,0,8' 'meta mark set ip saddr map @nh' 'ip saddr vmap @ll' 'ip saddr @drop' 'ip saddr @5' 'ip saddr @"x"' 'add @nh { ip saddr }' 'update @tcp { ip saddr }' 'add @5 { ip saddr }'; do
n "add rule inet i c $m"; done
n list ruleset
