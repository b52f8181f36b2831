# words of the command line: shortened lists and options, protocols' own options, zones, what stands in whose place
x() { echo "## $*"; conntrack "$@" 2>&1 | grep -v '^Try' | sed -E 's/^([a-z0-9]+ +[0-9]+) [0-9]+ /\1 /; s/^(ipv. .*) [0-9]+ (src|CLOSE|ESTABLISHED)/\1 \2/; s/id=[0-9]{4,}/id=N/; s/<id>[0-9]+/<id>N/g; s/<timeout>[0-9]+/<timeout>N/g; s/-t [0-9]+ -u/-u/' | sort; echo "${PIPESTATUS[0]}"; }
A="-s 10.0.0.1 -d 10.0.0.2"
{
x -I -p udp $A --sport 1 --dport 0x10 -t 1000
x -I -p tcp $A --sport 1 --dport 2 -t 1000 --state ESTABLISHED -u ASS,SEEN
x -I -p sctp $A --sport 1 --dport 2 -t 1000
x -I -p sctp $A --sport 1 --dport 2 -t 1000 --state ESTABLISHED
x -I -p dccp $A --sport 1 --dport 2 -t 1000
x -I -p dccp $A --sport 1 --dport 2 -t 1000 --state OPEN --role client
x -I -p gre $A --srckey 1 --dstkey 2 -t 1000
x -I -p gre $A --srckey 0x10 --dstkey 08 -t 1000
x -I -p gre -s 10.0.0.1 -d 1.2.3.4 --reply-key-src 1 --reply-key-dst 2 -t 1000
x -I -p icmp $A --icmp-type 8 --icmp-code 0 -t 1000
x -I -p icmp -t 5 $A --icmp-type 3 --icmp-code 1
x -I -p icmp -t 500 -r 10.0.0.1 -q 1.2.3.4 --icmp-type 8 --icmp-code 0 --icmp-id 2
x -I -p 0 $A -t 1000; x -I -p 255 $A -t 1000; x -I $A -t 1000; x -I -p foo $A -t 1000; x -I -p unknown $A -t 1000
x -I -p icmpv6 -s fd00::1 -d fd00::2 --icmpv6-type 128 --icmpv6-code 0 -t 1000
x -I -p udplite $A --sport 1 --dport 16 -t 1000; x -A -p udplite $A --sport 1 --dport 16 -t 1000
x -L; x -L -o xml; x -L -o save; x -L -o labels; x -L -o save,xml; x -L -o ext; x -L -o ''; x -L -o s,e -p udp
x -L e; x -L ''; x -L con -p gre; x -Lfoo -p gre; x -L -z -p tcp; x -L -p 0; x -L -p 255
x -L -u '!ASSURED'; x -L -u assu; x -L -u '!ASSURED,SEEN'; x -L -u 'ASSURED,!SEEN'; x -L -u '!SEEN' -u SEEN; x -L -u '!UNSET'; x -L -u C; x -L -u UNSET
x -L -l 1; x -U -l 1; x -I -l 1; x -U --label-add 1; x -U -p udp --label-del; x -U --label-add foo --label-del bar
x -U -p udp; x -U -p udp -m 5; x -U -p icmp -f ipv4 -m 5; x -U -s 10.0.0.1 -p tcp -m 9; x -U -p udp -f ipv4 --dport 17 -m 9; x -U -p tcp --state CLOSE; x -U -p tcp -f ipv4 -u '!SEEN'; x -U -p tcp -f ipv4 --state CLOSE
x -L -w 0; x -L -w x; x -D -p icmp -t 5; x -D -t 5; x -L
x -I -p udp -t 500 $A --sport 1 --dport 2 -w 5; x -I -p udp -t 500 $A --sport 1 --dport 2 --orig-zone 6; x -I -p udp -t 500 $A --sport 1 --dport 2 --reply-zone 7
x -I -p udp -t 500 $A --sport 1 --dport 2 -w 8 --reply-zone 7; x -I -p udp -t 500 $A --sport 1 --dport 2 -w 65536; x -L --orig-zone 0; x -L --orig-zone 6; x -L --reply-zone 7; x -L -w 0; x -D -w 5; x -D -w 0
x -R foo; x -L -R foo; x -R; x -R /dev/null; x -x; x --d; x --du; x -zx; x -zxL; x -L -n1; x -L -n 10.0.0.1:; x -L -i; x -L -i 5; x -D -i 5; x -s; x -p tcp --sport; x --sport 1; x -m 1 -s 1.2.3.4
for n in fd00::9 '[fd00::9' '[fd00::9]' '[fd00::9]:' '[fd00::9]:80' x x:80 :80 10.0.0.1:x 10.0.0.1:0 10.0.0.1:65536 10.0.0.1:80:80 '' 10.0.0.1/24; do x -L -n "$n"; done
x -L -n -j; for p in 256 -1 6x esp ESP hopopt OSPFIGP; do x -L -p $p; done; x -L -p tcp -p udp --sport 1; x -L -f ipv4x; x -L -f ip; x -L -f ipv4 -f ipv6; x -L -s ::1 -f ipv4
x -L --mask-src 1.2.3.4; x -L --mask-src 255.0.0.0/8 -s 1.2.3.4/8; x -L --mask-src ffff:: -s 1.2.3.4; x -L --tuple-src 1.2.3.4; x -L -a 5 -e ALL; x -E -e FOO; x -L -c 5
x -D -u SRC_NAT; x -D -u DST,foo; x -L dying -D; x -D dying; x -U expect; x -G expect; x -D expect $A -p tcp --sport 1 --dport 2; x -D expect $A -p tcp --sport 1 --dport 2 --reply-port-src 2 --reply-port-dst 3
x -V foo; x -L expect -o xml; x -L expect -s 1.2.3.4; x -L dying -z; x -F -s 1.2.3.4; x -C -f ipv6; x -L -zq; x -L -qz; x -L -z=5; x -L --zero=5; x foo conntrack -L expect; x -L --orig 1.2.3.4; x -L --any=1.2.3.4; x -L -- -p foo; x -L - -p foo
x -I -p udp -t 5 -r 10.0.0.1; x -I -p udp -t 5 -r 10.0.0.1 -s 1.2.3.4; x -I -p udp -t 500 -r 10.0.0.1 -q 1.2.3.4 --reply-port-src 5; x -I -p udp -t 500 -r 10.0.0.1 -q 1.2.3.4 --reply-port-src 5 --sport 4; x -I -p udp -t 500 -r 10.0.0.1 -q 1.2.3.4 --reply-port-src 5 --reply-port-dst 4
x -I -p gre -t 500 -r 10.0.0.1 -q 1.2.3.4 --srckey 0x10 --dstkey 3; x -I -p tcp -t 500 -r 10.0.0.1 -q 1.2.3.4 --sport 1 --dport 3 --state NONE; x -L
x -F; for o in "-m 0 -u ASSURED" "-m 8 -u SEEN" "-u SEEN -m 8" "-m 3 -u FIXED" "-m 1 -u !SEEN"; do x -I -p udp $A --sport 1 --dport 2 -t 1000 $o; x -L; x -F; done
x -L -s fd00::1 -d 10.0.0.1/33; x -L -s fd00::1 -r x/24; x -L -s fd00::1 -n 10.0.0.1/24; x -L -s fd00::1 -n 10.0.0.1:x; x -L -r 10.0.0.1/32; x -L -p tcp --state LISTEN
} 2>&1
