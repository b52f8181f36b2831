# Names that are too long, aliases, no names, and words too many.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link add v0 type veth peer name v1; ip link set v0 up; ip tuntap add tap0 mode tap; ip tuntap add tun0 mode tun
L=a-name-that-is-too-long
for d in $L a-name-15-chars a-name-16-charsx '' nosuch lo tun0 tap0 v0:1 lo:1 'v 0' 'v/0' . ..; do
for o in -i -S -k -K "" --foo; do t ethtool $o "$d"; done
t ethtool -K "$d" tx on
t ethtool -K "$d" tx
t ethtool -K "$d" foo on
done
t ethtool
t ethtool -i
t ethtool -k v0 v1
t ethtool -i v0 x
t ethtool v0 v1
t ethtool v0 foo
t ethtool -S v0 x
t ethtool --version
t ethtool -k lo tx
t ethtool -K lo tx on foo
t ethtool -K v0 tx off rx off tx on
t ethtool -K v0 tx off tx foo
t ethtool -K v0 highdma off
t ethtool -K v0 tx off sg off
t ethtool -K v0 tso on
t ethtool -K v0 gso off gro off lro on
t ethtool -K v0 rxvlan off txvlan off rxhash on ntuple on
t ethtool -K v0 ufo on
t ethtool -K v0 generic-receive-offload on tx-scatter-gather on
t ethtool -K v0 tx-checksumming on
t ethtool -K v0 rx-checksumming on scatter-gather off
t ethtool -K v0 hw-tc-offload on
t ethtool -k v0
t ethtool -K lo gso off
t ethtool -K lo tx off
t ethtool -K lo rx-gro-hw off
t ethtool -K lo netns-local off
t ethtool -K tap0 tx off
t ethtool -K tun0 tso off
t ethtool -k lo
t ethtool -k tap0
