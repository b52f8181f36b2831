# dnsmasq with the file that libvirt writes for its network: hosts and options in files of their own, read again on SIGHUP.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
ip netns add guest
ip link add virbr0 address 52:54:00:00:00:01 type bridge forward_delay 0
ip addr add 192.168.122.1/24 dev virbr0
ip link add vnet0 type veth peer name eth0 netns guest
ip link set vnet0 master virbr0 up
ip link set virbr0 up
ip -n guest link set eth0 address 52:54:00:11:22:33 up
sleep 2
cat > default.conf <<C
##WARNING:  THIS IS AN AUTO-GENERATED FILE. CHANGES TO IT ARE LIKELY TO BE
strict-order
pid-file=$PWD/default.pid
except-interface=lo
bind-dynamic
interface=virbr0
dhcp-range=192.168.122.2,192.168.122.254,255.255.255.0
dhcp-no-override
dhcp-authoritative
dhcp-lease-max=253
dhcp-hostsfile=$PWD/default.hostsfile
dhcp-optsfile=$PWD/default.options
addn-hosts=$PWD/default.addnhosts
user=root
no-resolv
no-hosts
no-ping
dhcp-leasefile=$PWD/leases
log-facility=$PWD/log
C
cat > script.sh <<'S'
#!/bin/sh
[ "$1" = bound ] && echo "bound $ip router $router dns $dns name $hostname"
exit 0
S
chmod +x script.sh
printf '# comment\n\n52:54:00:11:22:33,192.168.122.77,web # x\nnonsense,,,x y\n52:zz,1\n' > default.hostsfile
printf 'option:router,192.168.122.9\n6,192.168.122.7\nnonsense\ntag:x,3,1.2.3.4\n' > default.options
echo 192.168.122.5 db > default.addnhosts
dnsmasq --conf-file=$PWD/default.conf
echo $?
ip netns exec guest udhcpc -i eth0 -n -q -s ./script.sh 2>&1
echo 52:54:00:11:22:33,192.168.122.78,app > default.hostsfile
kill -HUP $(cat default.pid)
sleep .3
ip netns exec guest udhcpc -i eth0 -n -q -s ./script.sh 2>&1
ip -n guest addr add 192.168.122.78/24 dev eth0
for name in db web app; do echo "$name $(ip netns exec guest dig +short @192.168.122.1 $name)"; done
cut -d' ' -f2- leases
kill $(cat default.pid)
sleep .2
sed -E "s/^.* dnsmasq(-dhcp)?\[[0-9]+\]/dnsmasq\1/; s|$PWD|DIR|g" log
mkdir d
echo 'dhcp-range=10.0.3.50,10.0.3.60' > d/a.conf
echo 'bad' > d/b.conf
for where in $PWD/d $PWD/d,b.conf "$PWD/d,*.dpkg" "$PWD/d,*.conf" $PWD/nosuch; do dnsmasq -C /dev/null --conf-dir="$where" --test 2>&1 | sed "s|$PWD|DIR|"; done
dnsmasq -C /dev/null --dhcp-hostsfile=$PWD/nosuch --dhcp-range=192.168.122.2,192.168.122.254 --interface=virbr0 --port=0 -u root -d > told 2>&1 &
sleep .5
kill $!
wait $!
sed "s|$PWD|DIR|g" told
