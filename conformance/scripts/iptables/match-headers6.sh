# matches of headers of IPv6: options, listings, mistakes
ip link set lo up
x() { echo "## $*"; ip6tables -A INPUT "$@" -j ACCEPT; }
y() { echo "## $*"; ip6tables "$@"; }
x -m rt --rt-type 0
x -m rt ! --rt-type 2
x -m rt --rt-type 0 --rt-segsleft 3
x -m rt --rt-type 0 ! --rt-segsleft 3:4 ! --rt-len 24
x -m rt --rt-type 0 --rt-0-res
x -m rt --rt-type 0 --rt-0-addrs ::1,::2
x -m rt --rt-type 0 --rt-0-addrs ::1,::2 --rt-0-not-strict --rt-segsleft :5
x -m rt --rt-0-res
x -m rt --rt-type 1 --rt-0-res
x -m rt --rt-type 0 --rt-0-not-strict
x -m rt --rt-type 0 --rt-0-addrs foo
x -m rt --rt-segsleft 5: --rt-len 0
x -m rt --rt-type 256x
x -m rt
x -m frag --fragid 5
x -m frag ! --fragid 5:7 --fraglen 8
x -m frag --fragres --fragfirst --fragmore
x -m frag --fraglast
x -m frag --fraglast --fragmore
x -m frag
x -m hbh --hbh-len 8
x -m hbh ! --hbh-len 8 --hbh-opts 5:2,1,7:255
x -m hbh --hbh-opts 0:4
x -m hbh --hbh-opts 0
x -m hbh --hbh-opts x
x -m hbh --hbh-opts 5:x
x -m hbh --hbh-opts 5:300
x -m hbh --hbh-opts 300
x -m hbh --hbh-opts 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17
x -m hbh
x -m dst --dst-len 8
x -m dst ! --dst-len 8 --dst-opts 5:2,1
x -m dst --dst-opts x
x -m dst
x -m ipv6header --header frag
x -m ipv6header --header hop,dst,route --soft
x -m ipv6header ! --header ah,esp,none,prot
x -m ipv6header --header 44,ipv6-route
x -m ipv6header --header foo
x -m ipv6header --header 99
x -m ipv6header --header ""
x -m ipv6header
x -m eui64
x -p ah -m ah --ahspi 5
x -p ah -m ah ! --ahspi 5:7 --ahlen 24 --ahres
x -m ah --ahspi 5
x -p ah -m ah
x -p mh -m mh --mh-type bu
x -p mh -m mh --mh-type binding-update:ba
x -p mh -m mh ! --mh-type 5
x -p mh -m mh --mh-type 5:3
x -p mh -m mh --mh-type foo
x -p mh -m mh --mh-type 300
x -p mh --mh-type cot
x -m mh
x -p ipcomp -m ipcomp --ipcompspi 5
x -p ipcomp -m ipcomp ! --ipcompspi 5:9
x -p ipcomp -m ipcomp
x -m ipcomp --ipcompspi 5
y -S; y -L -n; y -L -v
nft list ruleset
