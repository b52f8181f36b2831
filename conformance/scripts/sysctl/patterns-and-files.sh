# -a, patterns, -p and -r.
sysctl -a -r 'net.ipv4.conf.lo.arp_' 2>/dev/null
sysctl -a 2>/dev/null | grep -c '^net.ipv4.conf.lo'
sysctl net.ipv4.conf.lo 2>/dev/null | head -3
printf '# comment\n; another\nnet.ipv4.ip_forward = 1\n\n net.ipv4.conf.all.rp_filter=2\n-net.nosuch.thing = 3\nnet.nosuch.other = 3\n' > conf
sysctl -p conf; echo $?
sysctl net.ipv4.ip_forward net.ipv4.conf.all.rp_filter
sysctl -p nosuchfile; echo $?
sysctl --pattern 'all.rp' -p conf; echo $?
