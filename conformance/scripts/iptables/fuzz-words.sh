# what random commands found: words in the same word as their option, lists with words that are none, ports that are numbers of another kind
x() { echo "## $*"; "$@"; echo "=$?"; }
x iptables -A INPUT -s ! veth0
x iptables -A INPUT -s ! 10.0.0.1
x iptables -A INPUT -d ! 10.0.0.1
x iptables -A INPUT -i ! veth0
x iptables -A FORWARD -o ! veth0
x iptables -A INPUT -p ! tcp
x iptables -A INPUT ! -s ! 10.0.0.1
x iptables -A INPUT ! -i ! veth0
x iptables -A INPUT -s !
x ip6tables -A INPUT -s ! ::1
x iptables -S
x iptables -t nat -A PREROUTING ! -p tcp -j DNAT --to 1.1.1.1:80
x iptables -t nat -A POSTROUTING ! -p tcp -j SNAT --to 1.1.1.1:80
x iptables -t nat -A POSTROUTING ! -p tcp -j MASQUERADE --to-ports 80
x iptables -t nat -A PREROUTING ! -p tcp -j REDIRECT --to-ports 80
x ip6tables -t nat -A PREROUTING ! -p tcp -j DNAT --to [fd00::1]:80
x ip6tables -t nat -A POSTROUTING ! -p tcp -j SNAT --to [fd00::1]:80
x ip6tables -t nat -A POSTROUTING ! -p tcp -j MASQUERADE --to-ports 80
x ip6tables -t nat -A PREROUTING ! -p tcp -j REDIRECT --to-ports 80
x iptables -P OUTPUT DROP -L
x iptables -N X -N Y
x iptables -F -X
x iptables -N A; x iptables -N B;
x iptables -E A INPUT
x iptables -E A B
x iptables -E INPUT A
x iptables -E INPUT NOPE
x iptables -E NOPE INPUT
x iptables -E NOPE A
x iptables -E A A
x iptables -t nat -E A OUTPUT
x iptables -t nat -N C
x iptables -t nat -E A OUTPUT
x iptables -t nat -E A C
