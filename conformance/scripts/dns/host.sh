# host, nslookup and getent.
ip link set lo up
printf '10.5.5.5 hh hh.dom\nfd00::5 hh\n10.5.5.6 h2.lan h2\n' > hosts
dnsmasq -d -u root --log-queries -C /dev/null --no-resolv --no-hosts --address=/up.test/10.0.0.99 -p 5300 --listen-address=127.0.0.2 --bind-interfaces --txt-record=t.up.test,"hello world",two --mx-host=up.test,mx.up.test,5 --srv-host=_s._tcp.up.test,srv.up.test,80,1,2 > up.log 2>&1 &
upper=$!
dnsmasq -d -u root --log-queries -C /dev/null --no-resolv --no-hosts --addn-hosts=hosts --expand-hosts --domain=lan --server=/up.test/127.0.0.2#5300 --server=/dead.test/127.0.0.3 --local=/lan/ --address=/blk/ --address=/z.test/ --address=/a6.test/::1 --host-record=web.test,www.test,10.0.0.7,fd00::7,300 --cname=c.lan,hh --local-ttl=60 --ptr-record=1.2.3.4.in-addr.arpa,ptr.test > log 2>&1 &
server=$!
sleep 0.7
hide() { sed -E -e 's/ id: [0-9]+/ id: N/' -e 's/Query time: [0-9]+/Query time: N/' -e '/^;; WHEN:/s/:.*/:/' -e 's/^; <<>> DiG 9[^ ]*/; <<>> DiG 9/' -e 's/COOKIE: [0-9a-f]*/COOKIE: X/' -e 's/DiG 9[^ ]*$/DiG 9/'; }
printf 'nameserver 127.0.0.1\nsearch lan dom\n' > /etc/resolv.conf
printf 'hosts: files dns\n' > /etc/nsswitch.conf
q() { echo "+ $*"; "$@" 2>&1; echo "= $?"; }
q host hh
q host hh.lan
q host hh.dom 127.0.0.1
q host -t aaaa hh
q host -t mx up.test
q host -t txt t.up.test
q host -t srv _s._tcp.up.test
q host 10.5.5.5
q host fd00::5
q host 10.5.5.99
q host nx.lan
q host nx.blk.
q host c.lan
q host up.test
q host -t soa lan
q host
q host -t nosuch hh
q host -W 1 hh 127.0.0.9
q nslookup hh
q nslookup hh 127.0.0.1
q nslookup -type=mx up.test
q nslookup -type=txt t.up.test
q nslookup 10.5.5.5
q nslookup nx.lan
q nslookup c.lan
q nslookup -port=5300 up.test 127.0.0.2
q nslookup -timeout=1 -retry=1 hh 127.0.0.9
q getent hosts hh
q getent hosts hh.lan
q getent hosts 10.5.5.5
q getent hosts localhost
q getent hosts nosuch
q getent hosts 10.5.5.99
q getent ahosts hh
q getent ahostsv4 hh
q getent ahostsv6 hh
q getent ahosts localhost
q getent ahosts up.test
q getent ahosts nosuch.lan
q getent ahosts 10.1.2.3
q getent services ssh
q getent protocols udp
q getent nosuch x
q getent hosts
q ping -c 1 -W 0.2 nosuch.lan
q ping -c 1 -W 0.2 other.example
q ping -4 -c 1 -W 0.2 up.test
kill $server
sleep 0.2
q ping -c 1 -W 0.2 up.test
q getent hosts up.test
kill $upper
