# A device by another one of its names, and by an alias.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
ip link add v0 address 02:aa:00:00:00:0e type veth peer name w
ip link property add dev v0 altname alt altname a-quite-long-alternative-name altname exactly15-chars
ip addr add 10.0.0.1/24 dev alt
ip link set v0 up
ip link set w up
t ethtool alt
t ethtool -i alt
t ethtool -S alt
echo '$ ethtool -k alt | head -3'; ethtool -k alt | head -3; echo "[$?]"
t ethtool -K alt tx off
echo '$ ethtool -k alt | grep tx-check'; ethtool -k alt | grep tx-check; echo "[$?]"
t ethtool a-quite-long-alternative-name
t ethtool -i a-quite-long-alternative-name
t ethtool -S a-quite-long-alternative-name
echo '$ ethtool -k a-quite-long-alternative-name | head -3'; ethtool -k a-quite-long-alternative-name | head -3; echo "[$?]"
t ethtool -K a-quite-long-alternative-name tx on
echo '$ ethtool -k exactly15-chars | head -3'; ethtool -k exactly15-chars | head -3; echo "[$?]"
t ethtool alt:1
t ethtool -i alt:1
t ethtool -S alt:1
echo '$ ethtool -k alt:1 | head -3'; ethtool -k alt:1 | head -3; echo "[$?]"
t ethtool -K alt:1 tx on
t ethtool v0:1
t ethtool -i v0:1
t ethtool -S v0:1
echo '$ ethtool -k v0:1 | head -3'; ethtool -k v0:1 | head -3; echo "[$?]"
t ethtool -K v0:1 tx on
ip link del v0
ip link add v0 address 02:aa:00:00:00:0e type veth peer name w
ip link property add dev v0 altname alt altname a-quite-long-alternative-name altname exactly15-chars
echo '$ ethtool -K alt tx off 2>/dev/null'; ethtool -K alt tx off 2>/dev/null; echo "[$?]"
t ethtool -K alt tx off 
echo '$ ethtool -K alt tx on >/dev/null'; ethtool -K alt tx on >/dev/null; echo "[$?]"
t ethtool -K alt rx-lro on
t ethtool -K v0 rx-lro on
t ethtool -K alt tx-checksum-ipv4 on
t ethtool -K alt foo on
t ethtool -K alt highdma off
t ethtool -K alt netns-local on
t ethtool -K alt rx-lro off
t ethtool -K alt rx-lro on tx off
t ethtool -K alt sg off
t ethtool -K alt sg on tso off tx on
t ethtool -K alt tx
t ethtool -K alt tx foo
t ethtool -K alt
t ethtool -K v0
t ethtool -K a-quite-long-alternative-name bar on
t ethtool -K a-quite-long-alternative-name
t ethtool -S alt x
t ethtool -i alt x
t ethtool a-quite-long-alternative-name-nosuch
t ethtool -k a-quite-long-alternative-name-nosuch
t ethtool -K a-quite-long-alternative-name-nosuch tx on
t ethtool -k ""
t ethtool -K "" tx on
t ethtool -S ""
t ethtool -i ""
t ethtool ""
t ethtool -k lo x
t ethtool -i lo
t ethtool -S lo
t ethtool -K lo tx off
t ethtool -K lo sg off
t ethtool -K lo tso off
t ethtool -K lo loopback off
t ethtool -K lo highdma off
long=$(printf a%.0s {1..128})
for o in "" -k -S -i "-K"; do t ethtool $o $long; done
