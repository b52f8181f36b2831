# wrong and odd arguments of ethtool
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  eval "$line" < /dev/null
  echo "= $?"
done <<'END'
ethtool
ethtool nodev
ethtool -i
ethtool -i nodev
ethtool -x1
ethtool -k
ethtool -k nodev
ethtool -K
ethtool -K v0
ethtool -K v0 bogus on
ethtool -K v0 tx
ethtool -K v0 tx maybe
ethtool -K nodev tx on
ethtool -S
ethtool -S lo
ethtool -S nodev
ethtool --bogus v0
ethtool v0 extra
ethtool lo v0
ethtool --driver lo
ethtool --show-features nodev
ethtool --features v0 rx off
ethtool --version
ethtool ''
ethtool aaaaaaaaaaaaaaaaaaaaaa
ethtool -i v0 extra
END
