#!/bin/bash
# Names in namespaces: /etc/netns resolv.conf, dnsmasq as a forwarder with split horizon, and what tools say.
set -e
ip netns add dns; ip netns add box; ip link add br0 type bridge; ip link set br0 up
for x in "dns 53" "box 10"; do set -- $x; ip link add v$1 type veth peer name eth0 netns $1; ip link set v$1 master br0 up; ip -n $1 addr add 10.3.0.$2/24 dev eth0; ip -n $1 link set eth0 up; ip -n $1 link set lo up; done
touch /etc/resolv.conf; mkdir -p /etc/netns/box; echo -e "nameserver 10.3.0.53\nsearch corp.example\noptions timeout:1 attempts:1" > /etc/netns/box/resolv.conf
printf 'hosts: files dns\n' > /etc/netns/box/nsswitch.conf
ip netns exec dns dnsmasq -d --no-resolv --no-hosts --user=root --pid-file= --address=/www.corp.example/10.3.0.10 --host-record=db.corp.example,10.3.0.10,fd00::10 --txt-record=corp.example,"v=spf1 -all" --mx-host=corp.example,mail.corp.example,10 --local=/corp.example/ --cname=alias.corp.example,db.corp.example --log-queries 2>/tmp/log & d=$!
sleep 1.5
B="ip netns exec box"
$B cat /etc/resolv.conf
$B dig +noall +answer www.corp.example
$B dig +short +search www
$B dig +short alias.corp.example; $B dig +short MX corp.example; $B dig +short TXT corp.example; $B dig +short AAAA db.corp.example
$B dig nothere.corp.example | grep -oE 'status: [A-Z]+'
$B dig @10.3.0.99 +time=1 +tries=1 www.corp.example | sed 's/; <<>>.*//' | grep -v '^$'
$B host db.corp.example; $B host nothere.corp.example; 
$B getent hosts www; $B getent ahostsv4 db | head -1
$B ping -c1 www | head -2
$B ping -c1 nothere || echo "ping: $?"
$B curl -sS -m 2 http://www/ 2>&1 | sed 's/after [0-9]* ms/after N ms/'
$B curl -sS -m 2 http://nothere/ || echo "curl: $?"
$B nc -vz -w1 nothere 80 || echo "nc: $?"
kill $d; wait $d || true
$B dig +time=1 +tries=1 www.corp.example | grep -v -e '^$' -e '<<>>'
$B ping -c1 www || echo "ping: $?"
grep -oE 'query\[[A-Z]+\] [a-z.]+' /tmp/log | sort | uniq -c | sort -k2 | head -20
