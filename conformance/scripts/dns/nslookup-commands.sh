# nslookup with commands from standard input
ip link set lo up
dnsmasq -k -u root -C /dev/null --no-resolv --no-hosts --host-record=www.example.org,127.0.0.2 --host-record=ns.example.org,127.0.0.1 --txt-record=example.org,"v=spf1 a" --mx-host=example.org,mail.example.org,10 --local=/example.org/ --listen-address=127.0.0.1 --bind-interfaces 2>/dev/null & server=$!
sleep 0.5
ask() { echo "+ $*"; nslookup "$@"; echo "= $?"; }
printf 'www.example.org\nset type=mx\nexample.org\nnope.example.org\nserver 127.0.0.1\nset all\nset foo\nset type=foo\n127.0.0.2\nset q=a\nwww.example.org 127.0.0.1\nserver\nls example.org\nhelp\n\nlserver 127.0.0.1\nwww.example.org\nset timeout=3\nset port=5300\nset retry=0\nset norecurse\nset vc\nset nosearch\nset domain=example.org\nset class=ch\nset all\nfinger\nview\nroot\nset ndots=3\nexit\nwww\n' | ask - 127.0.0.1
printf 'www.example.org' | ask - 127.0.0.1
echo 'nope.example.org' | ask - 127.0.0.1
printf 'SET Q=txt\nexample.org\nset nodebug\nset domain=example.org\nset type=a\nwww\nset nosearch\nwww\n?\nset q=aaaa\nwww.example.org\nEXIT\n' | ask - 127.0.0.1
nslookup < /dev/null; echo "= $?"
printf 'set vc\nset port=5301\nset retry=0\nwww.example.org\n' | ask - 127.0.0.1
ask -vc -port=5301 www.example.org 127.0.0.1
kill $server
