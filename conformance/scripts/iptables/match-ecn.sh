# small matches of headers: `ecn`, `ah`, `esp`, `u32`: what they take, refuse and list
m() {
  $P -F T
  echo "# $P $*"
  $P -A T "$@"
  echo "=$?"
  $P -S T | tail -n +2
  $P -L T -n | tail -n +3
  $P -L T | tail -n +3
  $P -C T "$@" || echo "not found"
}
iptables -N T
ip6tables -N T
P=iptables
m -m ecn --ecn-ip-ect 0
m -m ecn --ecn-ip-ect 3
m -m ecn ! --ecn-ip-ect 2
m -m ecn --ecn-ip-ect 4
m -m ecn --ecn-ip-ect x
m -m ecn
m -m ecn --ecn-tcp-cwr
m -p tcp -m ecn --ecn-tcp-cwr
m -p tcp -m ecn ! --ecn-tcp-ece
m -p tcp -m ecn --ecn-tcp-ece ! --ecn-tcp-cwr --ecn-ip-ect 1
m -p tcp -m ecn ! --ecn-tcp-ece ! --ecn-tcp-cwr ! --ecn-ip-ect 1
m ! -p tcp -m ecn --ecn-tcp-cwr
m -p udp -m ecn --ecn-tcp-ece
m -p udp -m ecn --ecn-ip-ect 1
m -p tcp -m ecn --ecn-tcp-cwr --ecn-tcp-cwr
m -m esp --espspi 5
m -p esp -m esp --espspi 5
m -p esp -m esp --espspi 5:7
m -p esp -m esp ! --espspi 0x10:0x20
m -p 50 -m esp --espspi :7
m -p 50 -m esp --espspi 7:
m -p 50 -m esp --espspi :
m -p 50 -m esp --espspi 0:4294967295
m -p 50 -m esp ! --espspi 0:4294967295
m -p 50 -m esp --espspi 7:5
m -p 50 -m esp --espspi 4294967296
m -p 50 -m esp --espspi 1:2:3
m -p 50 -m esp --espspi x
m -p 50 -m esp --espspi 1x
m -p 50 -m esp --espspi ''
m -p 50 -m esp
m ! -p esp -m esp
m -p esp --espspi 500
m -p ah -m ah --ahspi 5
m -p ah -m ah ! --ahspi 5:7
m -p ah -m ah --ahspi 7:5
m -p ah -m ah --ahspi :
m -p 51 -m ah
m -p 51 --ahspi 3:
m -m ah --ahspi 3
m -p 51 -m ah --ahspi x
m -p 51 -m ah --ahres
m -m u32 --u32 '0=1'
m -m u32 --u32 '0&0xFFFF=0x100:0xFFFF'
m -m u32 ! --u32 '6&0xFF=1'
m -m u32 --u32 '6&0xFF=1 && 4&0x3FFF=0 && 0>>22&0x3C@0>>24=0,3:5'
m -m u32 --u32 '0<<2=0x0:1,5,7:9&&8=1'
m -m u32 --u32 '0'
m -m u32 --u32 ''
m -m u32 --u32 '0='
m -m u32 --u32 'x=1'
m -m u32 --u32 '0=1&&'
m -m u32 --u32 '0=1&2'
m -m u32 --u32 '0=1 2'
m -m u32 --u32 '0&=1'
m -m u32 --u32 '0^1=1'
m -m u32 --u32 '0>1=1'
m -m u32 --u32 '0=1:'
m -m u32 --u32 '0=7:5'
m -m u32 --u32 '0=1,'
m -m u32 --u32 '-1=1'
m -m u32 --u32 '010=010'
m -m u32 --u32 '4294967295=4294967295'
m -m u32 --u32 '4294967296=1'
m -m u32 --u32 '0<<32=1'
m -m u32 --u32 "$(for i in 1 2 3 4 5 6 7 8 9 10; do printf '%d=1&&' $i; done)11=1"
m -m u32 --u32 "$(for i in 1 2 3 4 5 6 7 8 9 10; do printf '%d=1&&' $i; done)11=1&&12=1"
m -m u32 --u32 "0=$(for i in 1 2 3 4 5 6 7 8 9 10; do printf '%d,' $i; done)11"
m -m u32 --u32 "0=$(for i in 1 2 3 4 5 6 7 8 9 10; do printf '%d,' $i; done)11,12"
m -m u32 --u32 "0$(for i in 1 2 3 4 5 6 7 8 9 10; do printf '&%d' $i; done)=1"
m -m u32 --u32 "0$(for i in 1 2 3 4 5 6 7 8 9 10; do printf '&%d' $i; done)&11=1"
m -m u32
m -m u32 --u32 0=1 --u32 0=2
P=ip6tables
m -p tcp -m ecn --ecn-tcp-ece ! --ecn-ip-ect 1
m -m ecn --ecn-ip-ect 2
m -p esp -m esp --espspi 1:2
m -m u32 ! --u32 '0=0x60000000:0x6fffffff'
iptables -F T
iptables -A T -p tcp -m ecn --ecn-tcp-ece ! --ecn-tcp-cwr --ecn-ip-ect 1
iptables -A T -m ecn ! --ecn-ip-ect 3
iptables -A T -p esp -m esp --espspi 1:2
iptables -A T -p esp -m esp ! --espspi 1
iptables -A T -p esp -m esp
iptables -A T -p ah -m ah --ahspi 1:2
iptables -A T -p ah -m ah ! --ahspi 1
iptables -A T -p ah -m ah
iptables -A T -m u32 --u32 '0=1'
nft list chain ip filter T 2>&1
nft list chain ip6 filter T 2>&1
for x in ecn ah esp u32; do iptables -m $x -h | sed -n "/match options/,\$p"; done
