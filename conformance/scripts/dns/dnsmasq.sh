# dnsmasq's answers, as dig shows them.
ip link set lo up
printf '10.5.5.5 hh hh.dom\nfd00::5 hh\n10.5.5.6 h2.lan h2\n' > hosts
dnsmasq -d -u root --log-queries -C /dev/null --no-resolv --no-hosts --address=/up.test/10.0.0.99 -p 5300 --listen-address=127.0.0.2 --bind-interfaces --txt-record=t.up.test,"hello world",two --mx-host=up.test,mx.up.test,5 --srv-host=_s._tcp.up.test,srv.up.test,80,1,2 > up.log 2>&1 &
upper=$!
dnsmasq -d -u root --log-queries -C /dev/null --no-resolv --no-hosts --addn-hosts=hosts --expand-hosts --domain=lan --server=/up.test/127.0.0.2#5300 --server=/dead.test/127.0.0.3 --local=/lan/ --address=/blk/ --address=/z.test/ --address=/a6.test/::1 --host-record=web.test,www.test,10.0.0.7,fd00::7,300 --cname=c.lan,hh --local-ttl=60 --ptr-record=1.2.3.4.in-addr.arpa,ptr.test > log 2>&1 &
server=$!
sleep 0.7
hide() { sed -E -e 's/ id: [0-9]+/ id: N/' -e 's/Query time: [0-9]+/Query time: N/' -e '/^;; WHEN:/s/:.*/:/' -e 's/^; <<>> DiG 9[^ ]*/; <<>> DiG 9/' -e 's/COOKIE: [0-9a-f]*/COOKIE: X/' -e 's/DiG 9[^ ]*$/DiG 9/'; }
q() { echo "+ $*"; dig +time=1 +tries=1 @127.0.0.1 "$@" | hide; }
for name in hh hh.lan 'HH.LaN AAAA' hh.dom nx.lan x.blk 'x.blk MX' a6.test 'sub.a6.test AAAA' web.test 'www.test AAAA' 'web.test MX' c.lan 'c.lan AAAA' \
  up.test 't.up.test TXT' 'up.test MX' '_s._tcp.up.test SRV' nx.up.test other.example '-x 10.5.5.5' '-x 10.5.5.6' '-x fd00::5' '-x 10.5.5.99' '-x 4.3.2.1' \
  'version.bind CH TXT' '. NS' localhost '+noedns hh' '+norec hh' 'hh HINFO' 'h2.lan AAAA'; do q $name; done
q x.dead.test
kill $server $upper
sleep 0.2
cat log up.log
