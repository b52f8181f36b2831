# IPv6 has its own.
ip -6 rule
ip -6 rule add from fc00::/64 table 200
ip -6 rule
ip rule | wc -l
ip -6 rule del table 200; echo $?
ip -6 rule del table 200; echo $?
