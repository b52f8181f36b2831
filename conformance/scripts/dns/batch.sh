# questions from a file
ip link set lo up
dnsmasq -k -u root -C /dev/null --no-resolv --no-hosts --host-record=www.example.org,127.0.0.2 --host-record=ns.example.org,127.0.0.1 --mx-host=example.org,mail.example.org,10 --local=/example.org/ --listen-address=127.0.0.1 --bind-interfaces 2>/dev/null & server=$!
sleep 0.5
q() { echo "+ $*"; "$@" 2>&1 | sed -E 's/id: [0-9]+/id: N/; s/(time: |in )[0-9]+ (ms)/\1N \2/; s/WHEN: .*/WHEN/; s/COOKIE: [0-9a-f]+/COOKIE: N/'; echo "= ${PIPESTATUS[0]}"; }
printf 'www.example.org\nexample.org mx\n-x 127.0.0.2\nwww.example.org ns.example.org\n' > batch
q dig @127.0.0.1 -f batch
q dig @127.0.0.1 -f batch +short
q dig @127.0.0.1 +noall +answer -f batch www.example.org
printf 'ns.example.org @127.0.0.1 +nostats\n' | q dig -f -
q dig -f nosuch
q host -a www.example.org 127.0.0.1
q host -v www.example.org 127.0.0.1
q host -v -t mx example.org 127.0.0.1
q host -a nope.example.org 127.0.0.1
q host -v 127.0.0.2 127.0.0.1
kill $server
