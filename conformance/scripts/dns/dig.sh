# dig: what its options show and how it fails.
ip link set lo up
printf '10.5.5.5 hh hh.dom\nfd00::5 hh\n10.5.5.6 h2.lan h2\n' > hosts
dnsmasq -d -u root --log-queries -C /dev/null --no-resolv --no-hosts --address=/up.test/10.0.0.99 -p 5300 --listen-address=127.0.0.2 --bind-interfaces --txt-record=t.up.test,"hello world",two --mx-host=up.test,mx.up.test,5 --srv-host=_s._tcp.up.test,srv.up.test,80,1,2 > up.log 2>&1 &
upper=$!
dnsmasq -d -u root --log-queries -C /dev/null --no-resolv --no-hosts --addn-hosts=hosts --expand-hosts --domain=lan --server=/up.test/127.0.0.2#5300 --server=/dead.test/127.0.0.3 --local=/lan/ --address=/blk/ --address=/z.test/ --address=/a6.test/::1 --host-record=web.test,www.test,10.0.0.7,fd00::7,300 --cname=c.lan,hh --local-ttl=60 --ptr-record=1.2.3.4.in-addr.arpa,ptr.test > log 2>&1 &
server=$!
sleep 0.7
hide() { sed -E -e 's/ id: [0-9]+/ id: N/' -e 's/Query time: [0-9]+/Query time: N/' -e '/^;; WHEN:/s/:.*/:/' -e 's/^; <<>> DiG 9[^ ]*/; <<>> DiG 9/' -e 's/COOKIE: [0-9a-f]*/COOKIE: X/' -e 's/DiG 9[^ ]*$/DiG 9/'; }
q() { echo "+ dig $*"; dig "$@" 2>&1 | hide; echo "= ${PIPESTATUS[0]}"; }
q @127.0.0.1 hh
q @127.0.0.1 +short hh
q @127.0.0.1 +short c.lan
q @127.0.0.1 +short hh AAAA hh.dom A
q @127.0.0.1 +noall +answer c.lan up.test
q @127.0.0.1 +noall +answer +question hh
q @127.0.0.1 +noall +answer +comments hh
q @127.0.0.1 +noall +stats hh
q @127.0.0.1 +nocmd hh
q @127.0.0.1 +nocomments hh
q @127.0.0.1 +noquestion +nostats hh
q @127.0.0.1 +nottlid +noall +answer hh
q @127.0.0.1 +noclass +noall +answer hh
q @127.0.0.1 +nocookie hh
q @127.0.0.1 +dnssec hh
q @127.0.0.1 +bufsize=512 hh
q @127.0.0.1 +noadflag +norecurse hh
q @127.0.0.1 +cdflag hh
q @127.0.0.1 -t mx up.test
q @127.0.0.1 -t TYPE65 up.test
q @127.0.0.1 -q hh -t aaaa -c in
q @127.0.0.1 -x 10.5.5.5 +short
q @127.0.0.1 -x nonsense
q @127.0.0.2 -p 5300 +short up.test
q -p 5300 @127.0.0.2 up.test +noall +answer
q @127.0.0.9 +time=1 +tries=1 hh
q @127.0.0.9 +time=1 +tries=1 +short hh
q @127.0.0.1 +time=1 +tries=2 x.dead.test
q @nosuch.host hh
q +foo hh
q -Z hh
q +time=1 +tries=1 hh
printf 'nameserver 127.0.0.1\nsearch lan dom\n' > /etc/resolv.conf
q hh
q +search +noall +answer hh
q +noall +answer h2 A h2.lan A
q +short nx.lan
q -4 +short hh
q @localhost +short hh
q
kill $server $upper
