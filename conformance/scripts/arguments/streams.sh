# Which stream usages and refusals go to.
t() { echo "\$ $*"; "$@" 2>e >o; echo "[$?] out: $(head -1 o) err: $(head -1 e)"; }
ip link set lo up
t hostname a b
t hostname -h
t hostname -z
t hostname -s x
t hostname -y
t dnsdomainname vethlab
t dnsdomainname -h
t ping -N help 127.0.0.1
t ping -N foo 127.0.0.1
t ping -h
t ping -z
t ping
t arp -h
t arp -z
t arp -nN
t arp -N --symbolic -n
t arp -V
t route -h
t route -z
t route -6 -h
t route -A inet,inet6 -h
t route -A foo
t route -V
t route foo
t ifconfig -h
t ifconfig -z
t ifconfig -V
t ifconfig lo foo bar baz
t sysctl -h
t sysctl -z
t sysctl
t sysctl -n
t ethtool
t ethtool --version
t arping
t arping -h
t arping -V
t traceroute
t traceroute --help
t traceroute -V
t traceroute --foo
t traceroute -n -q 1 -m 1 -d 127.0.0.1
t tcpdump -h
t tcpdump -z
