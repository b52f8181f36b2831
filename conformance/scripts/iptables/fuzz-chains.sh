# what random commands found: long prefixes, types without a name, names that end in *, lists that zero chains, names of chains, restoring aloud
x() { echo "## $*" | cut -c1-90; "$@" 2>&1; echo "rc $?"; }
P=$(printf 'a%.0s' {1..64}); Q=$(printf 'b%.0s' {1..127}); R=${Q}c
x iptables -A INPUT -j NFLOG --nflog-prefix ${P:1}
x iptables -A INPUT -j NFLOG --nflog-prefix $P
x iptables -A INPUT -j NFLOG --nflog-prefix $Q
x iptables -A INPUT -j NFLOG --nflog-prefix $R
x iptables -A INPUT -j NFLOG --nflog-prefix ${R}d
x ip6tables -A INPUT -j NFLOG --nflog-prefix $Q
x iptables -L INPUT
x iptables -S
x iptables-restore <<X
*filter
-A INPUT -j NFLOG --nflog-prefix $Q
COMMIT
X
x iptables -S INPUT
x iptables -D INPUT -j NFLOG --nflog-prefix ${P}
x iptables -C INPUT -j NFLOG --nflog-prefix $Q
x nft list ruleset
nft flush ruleset
x iptables -A INPUT -j CLASSIFY --set-class 0:0
x iptables -A INPUT -j CLASSIFY --set-class ffff:ffff
x iptables -A INPUT -j CLASSIFY --set-class 0:1
x iptables -A INPUT -m addrtype --dst-type THROW,UNICAST
x iptables -A INPUT -m addrtype --dst-type NAT,THROW
x iptables -A INPUT -m addrtype ! --src-type XRESOLVE
x iptables -A INPUT -m addrtype --src-type NAT --dst-type LOCAL,BROADCAST
x iptables -A INPUT -i 'v*' -o 'a*b' -j ACCEPT
x iptables -A INPUT -i 'v*'
x iptables -A FORWARD -i 'v*' -o 'a*b' -j ACCEPT
x iptables -A FORWARD -i 'v*+' -o '*' -j ACCEPT
x iptables -A FORWARD -i 'v\' -o '\*' -j ACCEPT
x iptables -S
x nft list ruleset
nft flush ruleset
x iptables -t raw -S -Z
x iptables -t raw -L -Z
x iptables -t raw -Z
x iptables -t raw -L
x iptables -t raw -S -Z OUTPUT
x iptables -t raw -S OUTPUT -Z
x iptables -t nat -S -Z
x iptables -t nat -L -n -Z
x nft list ruleset
nft flush ruleset
x iptables -S -Z
x nft list ruleset
x iptables -N X
x iptables -A X -j ACCEPT
x iptables -S -Z
x iptables -S X -Z
x iptables -S INPUT -Z
x nft list ruleset
nft flush ruleset
x iptables -t mangle -L -Z FORWARD
x iptables -t mangle -L FORWARD -Z
x iptables -N '!x'
x iptables -N '-x'
x iptables -E '!x' y
x iptables -P '!x' ACCEPT
x iptables -A '!x' -j ACCEPT
x ip6tables -X '!x'
x iptables -N ''
for v in "" -v -n -nv; do nft flush ruleset; printf '%s\n' '*filter' COMMIT > rules; x iptables-restore $v rules; x nft list ruleset; done
iptables -A INPUT -j ACCEPT; iptables -N X; iptables -A X -j DROP
for v in -nv -v; do printf '%s\n' '*filter' COMMIT > rules; x iptables-restore $v rules; x nft list ruleset; done
iptables -A INPUT -j ACCEPT; iptables -N X; iptables -A X -j DROP; iptables -A INPUT -j X
printf '%s\n' '*filter' '-A OUTPUT -j ACCEPT' COMMIT > rules; x iptables-restore -v rules; x nft list ruleset
printf '%s\n' '*filter' ':OUTPUT DROP [1:2]' ':X - [0:0]' ':Y - [0:0]' '-A OUTPUT -j ACCEPT' '-F' '-X' COMMIT > rules; x iptables-restore -v rules; x nft list ruleset
printf '%s\n' '*raw' ':OUTPUT DROP [1:2]' ':X - [0:0]' ':Y - [0:0]' '-A OUTPUT -j ACCEPT' '-F' '-X' COMMIT > rules; x iptables-restore -v rules; x nft list ruleset
rm rules
nft flush ruleset
x iptables -N ACCEPT
x iptables -N LOG
x iptables -N ''
x iptables -N '!x'
x iptables -N -x
x iptables -E X ACCEPT
x iptables -N 'a b'
x iptables -N aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
for c in '!x' '-x' ACCEPT aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; do printf '%s\n' '*filter' ":$c - [0:0]" COMMIT > rules; x iptables-restore rules;  printf '%s\n' '*filter' "-N $c" COMMIT > rules; x iptables-restore rules; done
rm rules
x iptables -A INPUT -i 'v*' -o 'a*b' -j ACCEPT
x iptables -A OUTPUT -o 'v*+'
x iptables -A OUTPUT -o '*'
x iptables -A OUTPUT -o 'abcdefghijklmno'
x iptables -A OUTPUT -o 'abcdefghijklmn*'
x iptables -A OUTPUT -o 'abcdefghijklm*+'
x nft list ruleset
