# what random commands found: -X of base chains, -E of them, options that exclude each other, sizes of 0, targets that two families have
x() { echo "## $*" | cut -c1-90; "$@" 2>&1; echo "rc $?"; }
iptables -P INPUT DROP; x iptables -X INPUT; iptables -A INPUT -j ACCEPT; x iptables -X INPUT; iptables -P INPUT ACCEPT;  x iptables -X INPUT; iptables -F; x iptables -X INPUT; x nft list ruleset
x iptables -X INPUT; x iptables -P INPUT DROP; x iptables -X; x nft list ruleset; x iptables -t nat -X PREROUTING; x iptables -v -X INPUT; iptables -P INPUT ACCEPT; x iptables -v -X INPUT
iptables -A INPUT; x iptables -v -X; x iptables -v -X INPUT
for c in "[4294967296:8589934592]" "[0x10:1]" "[1:" "[1]" "[ 1: 2]" "[1:2"; do printf "%s\n" "*filter" ":OUTPUT - $c" COMMIT | iptables-restore -c; echo "$c"; iptables-save -c | grep OUTPUT; nft flush ruleset; done
iptables --insert FORWARD; x iptables -E FORWARD a-chain; x iptables -S; nft flush ruleset
iptables -A INPUT -j TTL --ttl-dec 1 --ttl-inc 1
iptables -A INPUT -j TTL --ttl-inc 1 --ttl-dec 1
iptables -A INPUT -j TTL --ttl-set 1 --ttl-dec 1
iptables -A INPUT -j TTL --ttl-dec 1 --ttl-set 1
iptables -A INPUT -j TTL --ttl-inc 1 --ttl-set 1
ip6tables -A INPUT -j HL --hl-dec 1 --hl-inc 1
ip6tables -A INPUT -j HL --hl-inc 1 --hl-dec 1
ip6tables -A INPUT -j HL --hl-inc 1 --hl-set 1
ip6tables -A INPUT -m hl --hl-lt 1 --hl-gt 1
ip6tables -A INPUT -m hl --hl-lt 1 --hl-eq 1
iptables -A INPUT -m ttl --ttl-lt 1 --ttl-gt 1
iptables -A INPUT -m ttl --ttl-eq 1 --ttl-gt 1
x ip6tables -A INPUT -j TTL --ttl-set 1
for t in "-j LOG" "-j TTL --ttl-set 1" "-j HL --hl-set 1" "-j CHECKSUM --checksum-fill" "-j MARK --set-mark 1" "-j TCPMSS --set-mss 1" "-j REJECT" "-j CT --notrack" "-j TOS --set-tos 1" "-j DSCP --set-dscp 1" "-j CLASSIFY --set-class 1:1" "-j NFLOG"; do iptables -t mangle -A FORWARD -p tcp $t > /dev/null 2>&1; ip6tables -t mangle -A FORWARD -p tcp $t >/dev/null 2>&1; done
nft list ruleset 2>/dev/null
nft flush ruleset
x iptables -A INPUT -j NFLOG --nflog-size 0; x iptables -A INPUT -j NFLOG --nflog-size 5; x iptables -S; nft -a list ruleset 2>/dev/null
ip6tables -t nat -A PREROUTING -j DNAT --to-destination fd00::1; iptables -t nat -A PREROUTING -j DNAT --to-destination 1.1.1.1;iptables -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 5; ip6tables -t nat -A PREROUTING -p tcp -j REDIRECT --to-ports 5; nft -a list ruleset 2>/dev/null; x nft list table ip nat; x nft list table ip6 nat
nft flush ruleset
for p in tcp udp; do iptables -R FORWARD 3 -m $p; iptables -D FORWARD -m $p;  iptables -I FORWARD 3 -m $p; iptables -A NOPE -m $p; iptables -C FORWARD -m $p; iptables -R FORWARD 1 -m $p; iptables -A FORWARD -m $p; iptables -A FORWARD; iptables -R FORWARD 3 -m $p;iptables -D FORWARD -m $p; iptables -C FORWARD -m $p; iptables -R FORWARD 1 -m $p; iptables -R FORWARD 3 -m tcp -m state --state INVALID -m icmp --icmp-type 255/255;  done
iptables -A FORWARD -m tcp --dport 5; iptables -A FORWARD ! -p tcp -m tcp --dport 5; iptables -A FORWARD ! -p tcp -m tcp;iptables -A FORWARD -p udp -m tcp --dport 5; ip6tables -A FORWARD -m udp --dport 5; iptables -A INPUT -m sctp; iptables -A INPUT -m icmp --icmp-type 8; iptables -A FORWARD -m tcp --tcp-option 5; iptables -A FORWARD -m tcp ! --syn; iptables -R FORWARD 9 -m tcp --dport 5; iptables -S
