# A packet from no device at all, and names that chains can not have.
iptables -A INPUT ! -i +; iptables -A OUTPUT ! -o + -j DROP; iptables -A FORWARD -i + -j DROP
iptables -S; iptables -L -v; ip6tables -A INPUT ! -i +; ip6tables -S
nft list chain ip filter INPUT
iptables -C OUTPUT ! -o + -j DROP; echo "= $?"
iptables -D INPUT ! -i +; echo "= $?"
iptables -N ''; echo "= $?"
iptables -A INPUT -m state --state ''; echo "= $?"
iptables -A INPUT -m conntrack --ctstate ''; echo "= $?"
iptables-save | grep -v '^#'
iptables -v -A FORWARD -i + ; iptables -v -A FORWARD ! -i + -j ACCEPT; iptables -A FORWARD ! -i eth+; iptables -L FORWARD -v; iptables -L FORWARD -v -n
iptables -N ACCEPT; iptables -N LOG; iptables -N -x; iptables -N '!x'; iptables -E a ''; iptables -E a ACCEPT
