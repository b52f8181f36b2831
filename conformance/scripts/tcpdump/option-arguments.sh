# Numbers and words of options, and expressions that are nearly right.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
t tcpdump -c
t tcpdump -c 0 -i lo
t tcpdump -c -1 -i lo
t tcpdump -c 1x -i lo -O -d
t tcpdump -c 99999999999 -i lo -O -d
t tcpdump -c 1.5 -i lo -O -d
t tcpdump -c " 1" -O -d
t tcpdump -c +1 -O -d
t tcpdump -c 4294967296 -O -d
t tcpdump -B 1.5 -O -d
t tcpdump -B 3000000 -O -d
t tcpdump -B 4194304 -O -d
t tcpdump -s 262144 -O -d -i lo
t tcpdump -s 262145 -O -d -i lo
t tcpdump -s 1 -O -d -i lo
t tcpdump -s '' -O -d -i lo
t tcpdump -s 0x10 -O -d -i lo
t tcpdump -B 0 -i lo -O -d
t tcpdump -B '' -i lo -O -d
t tcpdump -B 1x -i lo -O -d
t tcpdump -B -1 -i lo -O -d
t tcpdump -ttttt -i lo -O -d
t tcpdump -tttttt -i lo -O -d
t tcpdump -vvvvv -O -d
t tcpdump -dddd ip
t tcpdump -O -dddd ip
t tcpdump -d -d -O ip
t tcpdump -Q in -O -d -i lo
t tcpdump -Q foo -O -d -i lo
t tcpdump -Q '' -O -d -i lo
t tcpdump -Q inout -O -d -i lo
t tcpdump -P in -O -d -i lo
t tcpdump -j host -O -d -i lo
t tcpdump -j host_lowprec -O -d -i lo
t tcpdump -j adapter -O -d -i lo
t tcpdump -j foo -O -d -i lo
t tcpdump --time-stamp-precision=nano -O -d -i lo
t tcpdump --time-stamp-precision=foo -O -d -i lo
t tcpdump --time-stamp-type=host -O -d -i lo
t tcpdump --number -O -d
t tcpdump --print -O -d
t tcpdump --immediate-mode -O -d
t tcpdump --count -O -d
t tcpdump --version-foo
t tcpdump --vers
t tcpdump --snapshot-length=5 -O -d
t tcpdump --snapshot-length -O -d
t tcpdump --list-interfaces=1
t tcpdump --linktype=RAW -O -d ip
t tcpdump --linktype RAW -O -d ip
t tcpdump --interface=lo -O -d ip
t tcpdump --direction=in -i lo -O -d ip
t timeout 1 tcpdump -a
t timeout 1 tcpdump -R
t tcpdump -x -xx -X -XX -A -O -d
t tcpdump -# -O -d
t tcpdump -K -O -d
t tcpdump -l -O -d
t tcpdump -U -O -d
t tcpdump -p -O -d
t tcpdump -S -O -d
t tcpdump -N -O -d
t tcpdump -nnn -O -d
t tcpdump -O -d ip and
t tcpdump -O -d 'ip and'
t tcpdump -O -d ''
t tcpdump -O -d ' '
t tcpdump -O -d '(ip'
t tcpdump -O -d 'ip)'
t tcpdump -O -d 'ip; tcp'
t tcpdump -O -d 'ip # tcp'
t tcpdump -O -d 'host'
t tcpdump -O -d 'host 1.2.3'
t tcpdump -O -d 'host 1.2.3.4.5'
t tcpdump -O -d 'host 256.1.1.1'
t tcpdump -O -d 'net 1.2.3.4/33'
t tcpdump -O -d 'net 1.2.3.4/-1'
t tcpdump -O -d 'net 1.2.3.4 mask 255.255.255.0'
t tcpdump -O -d 'net 1.2.3.0 mask 255.255.255.0'
t tcpdump -O -d 'net 1.2 mask 255.255'
t tcpdump -O -d 'net fd00::/64 mask 1'
t tcpdump -O -d 'port -1'
t tcpdump -O -d 'port 1-2'
t tcpdump -O -d 'portrange 1'
t tcpdump -O -d 'portrange 1-'
t tcpdump -O -d 'tcp[tcpflags] & (tcp-syn|tcp-ack) != 0'
t tcpdump -O -d 'tcp[tcpflags'
t tcpdump -O -d 'tcp[0:3] = 1'
t tcpdump -O -d 'tcp[-1] = 1'
t tcpdump -O -d 'len = 0x'
t tcpdump -O -d 'len = 08'
t tcpdump -O -d 'len = 99999999999'
t tcpdump -O -d 'len / 0 = 1'
t tcpdump -O -d 'len % 0 = 1'
t tcpdump -O -d 'len << 33 = 1'
t tcpdump -O -d 'len >> 33 = 1'
t tcpdump -O -d 'less 99999999999'
t tcpdump -O -d 'vlan 4095'
t tcpdump -O -d 'vlan 4096'
t tcpdump -O -d 'vlan 1 and vlan 2'
t tcpdump -O -d 'ifindex 5'
t tcpdump -O -d 'ifindex -5'
t tcpdump -O -d 'ether host 01-02-03-04-05-06'
t tcpdump -O -d 'ether host 0102.0304.0506'
t tcpdump -O -d 'ether host 010203040506'
t tcpdump -O -d 'ether src fd00::1'
t tcpdump -O -d 'src'
t tcpdump -O -d 'src src 1.2.3.4'
t tcpdump -O -d 'src or dst'
t tcpdump -O -d 'not'
t tcpdump -O -d '!'
t tcpdump -O -d '!!ip'
t tcpdump -O -d 'not not ip'
t tcpdump -O -d 'ip ip'
t tcpdump -O -d 'ip tcp'
t tcpdump -O -d 'ip host ::1'
t tcpdump -O -d 'ip6 host 1.2.3.4'
t tcpdump -O -d 'ip6 net 10/8'
t tcpdump -O -d '1.2.3.4'
t tcpdump -O -d '10/8'
t tcpdump -O -d '10'
t tcpdump -O -d '::1'
t tcpdump -O -d 'foo'
t tcpdump -O -d 'tcp or 5'
t tcpdump -O -d 'port 80 or 443'
t tcpdump -O -d 'src 1.2.3.4 or 5.6.7.8'
t tcpdump -O -d 'inbound and outbound'
t tcpdump -O -d -i lo 'inbound'
