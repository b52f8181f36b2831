# `u32`: the tests that it takes, refuses and lists
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
m -m u32 --u32 '0 & 1 = 1 : 5 , 6 && 3=4'
m -m u32 --u32 '0&=1'
m -m u32 --u32 '=1'
m -m u32 --u32 '0==1'
m -m u32 --u32 '0=&&1=1'
m -m u32 --u32 '0=1&&&2=3'
m -m u32 --u32 '0=1&'
m -m u32 --u32 '0=1,,2'
m -m u32 --u32 '0<1=1'
m -m u32 --u32 '0<<=1'
m -m u32 --u32 '0>>33=1'
m -m u32 --u32 '0>>31@33=1'
m -m u32 --u32 '0=1:2:3'
m -m u32 --u32 ' 0=1 '
m -m u32 --u32 '0&1'
m -m u32 --u32 '0=0x'
m -m u32 --u32 '0&1 2=3'
m -m u32 --u32 "0=$(for i in 1 2 3 4 5 6 7 8 9; do printf '%d,' $i; done)10"
m -m u32 --u32 "0$(for i in 1 2 3 4 5 6 7 8 9; do printf '&%d' $i; done)=1"
m -m u32 --u32 "$(for i in 1 2 3 4 5 6 7 8 9; do printf '%d=1&&' $i; done)11=1"
P=ip6tables
m -m u32 ! --u32 '0=0x60000000:0x6fffffff'
nft list chain ip6 filter T 2>&1
iptables -m u32 -h | sed -n "/match options/,\$p"
