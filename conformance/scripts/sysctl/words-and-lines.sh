# Words and lines that are settings, and those that are none.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
t sysctl net.ipv4.ip_nonlocal_bind = 1
t sysctl net.ipv4.ip_forward = 1
t sysctl = net.ipv4.ip_forward
t sysctl = 1 2
t sysctl =
t sysctl -w =
t sysctl -w net.ipv4.ip_forward = 1
t sysctl -w = net.ipv4.ip_forward=1
t sysctl -e = net.ipv4.ip_forward=1
t sysctl net.ipv4.ip_forward '= ' 1
t sysctl ' =' 1
t sysctl ' ' net.ipv4.ip_forward
t sysctl net.ipv4.ip_forward '' net.ipv4.ip_forward
t sysctl -n net.ipv4.ip_forward . net.ipv4.ip_forward
t sysctl -n '' .
t sysctl net.ipv4.ip_forward . .
t sysctl -w . .
t sysctl foo bar
t sysctl foo bar foo=1 . .
t sysctl -w foo bar foo=1 . .
t sysctl -q net.ipv4.ip_forward
t sysctl -q net.ipv4.ip_forward=1
t sysctl -n net.ipv4.ip_forward=1
t sysctl -N net.ipv4.ip_forward=1
t sysctl -b net.ipv4.ip_forward=1
t sysctl -b net.ipv4.ip_forward
t sysctl -w net.ipv4.ip_forward
t sysctl --dry-run net.ipv4.ip_forward=0
t sysctl net.ipv4.ip_forward
t sysctl -r forw net.ipv4.conf.lo
t sysctl -r forw -N net.ipv4.conf.lo net.ipv4.ip_forward
t sysctl -r '[' net.ipv4.conf.lo
t sysctl -p net.ipv4.conf.lo
t sysctl -p
t sysctl -z
t sysctl --foo net.ipv4.ip_forward
t sysctl -e foo foo=1
t sysctl -a -r '^net\.ipv4\.conf\.lo\.(rp_filter|forwarding|arp_.*)$'
t sysctl -d
t sysctl -a -n -r 'ip_forward$'
t sysctl -x net.ipv4.ip_forward
t sysctl -o net.ipv4.ip_forward
t sysctl -w K L M
t sysctl -w K = 1
t sysctl -w K=1 L M=1
t sysctl -w "= " L
t sysctl -w = = L=1
t sysctl "#K=1" L=1
t sysctl ";K" "net.ipv4.ip_forward;=1"
t sysctl -- "-K" "-net.ipv4.ip_forward"
t sysctl -- "-K=1" "-net.ipv4.ip_forward=x"
t sysctl -w -- "-K"
t sysctl -w -- "-net.ipv4.ip_forward"
t sysctl "net.ipv4.ip*=1" "*.ip_forward"
t sysctl -- "-net.ipv4.ip_forward=x"
t sysctl -- "-net.ipv4.ip_forward= 1"
t sysctl -- "--foo=1"
t sysctl -w -- "-net.ipv4"
t sysctl -w -r forw net.ipv4.ip_forward=1 net.ipv4.ip_default_ttl=50 foo
t sysctl -r forw foo net.ipv4.ip_default_ttl
printf "foo\n\n#x\n;y\nK\n=\n-net.ipv4.ip_forward=x\n-foo=1\n-foo\n  net.ipv4.ip_forward  =  1  \n=1\nfoo=1\nnet.ipv4.ip_default_ttl=\nnet/ipv4/ip_default_ttl=3 # c\n" >/tmp/g.conf
t sysctl -p /tmp/g.conf
t sysctl -p /tmp/nosuch
t sysctl -e -p /tmp/nosuch
t sysctl -p /tmp
t sysctl -r ttl -p /tmp/g.conf
t sysctl net.ipv4.conf.lo.disable_policy net.ipv4.conf.lo.disable_xfrm
t sysctl net.ipv4.conf.lo.disable_policy=0 net.ipv4.conf.default.disable_xfrm=0
t sysctl net.ipv4.conf.lo.disable_policy net.ipv4.conf.lo.disable_xfrm
# what is wrong is told in the order of the lines
echo -e 'net.ipv4..ip_forward=0\nnonsense\nnet.ipv4.conf...tag=1\n-net.ipv4..x\nmore nonsense' | sysctl -p -
