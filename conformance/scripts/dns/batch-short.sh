# what one line of a file of questions switches for the others
ip link set lo up
dnsmasq -k -u root -C /dev/null --no-resolv --no-hosts --host-record=www.example.org,127.0.0.2 --host-record=ns.example.org,127.0.0.1 --mx-host=example.org,mail.example.org,10 --local=/example.org/ --listen-address=127.0.0.1 --bind-interfaces 2>/dev/null & server=$!
sleep 0.5
q() { echo "+ $*"; "$@" 2>&1 | sed -E 's/id: [0-9]+/id: N/; s/(time: |in )[0-9]+ (ms)/\1N \2/; s/WHEN: .*/WHEN/; s/COOKIE: [0-9a-f]+/COOKIE: N/'; echo "= ${PIPESTATUS[0]}"; }
printf 'www.example.org +short\nexample.org mx\nns.example.org +noshort\nwww.example.org\n' > /tmp/batch1
q dig @127.0.0.1 -f /tmp/batch1
printf 'www.example.org\nexample.org mx +short\nwww.example.org\n' > /tmp/batch2
q dig @127.0.0.1 -f /tmp/batch2
q dig @127.0.0.1 +short -f /tmp/batch2
printf 'www.example.org +short\nexample.org mx @127.0.0.1\nwww.example.org @127.0.0.1 +short\nns.example.org\n' > /tmp/batch3
q dig @127.0.0.1 -f /tmp/batch3
printf 'www.example.org +noall +answer\nexample.org mx\nwww.example.org +nocomments\nwww.example.org\n' > /tmp/batch4
q dig @127.0.0.1 -f /tmp/batch4
q dig @127.0.0.1 +nocmd -f /tmp/batch2
q dig @127.0.0.1 www.example.org +short ns.example.org
q dig @127.0.0.1 www.example.org +short ns.example.org +noshort
q dig @127.0.0.1 www.example.org ns.example.org +short
kill $server
