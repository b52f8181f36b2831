# Names that are those of settings for all devices, and alternative names of any length.
t() { echo "== $1 $2 $3 $4"; "$@" 2>&1 | cut -c1-70; echo "[${PIPESTATUS[0]}]"; }
veth() { ip link add v0 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:01 type veth peer v1 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:02; }
ip netns add red
veth
for name in all default; do
  ip monitor >/tmp/heard &
  sleep 0.3
  t ip link add $name numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:03 type veth peer pp numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:04
  t ip link add pp numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:03 type veth peer $name numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:04
  t ip tuntap add $name mode tun
  t ip link set v0 name $name
  t ip link property add dev v1 altname $name
  t ip link property del dev v1 altname $name
  t ip link set v0 netns red name $name
  t ip -br link
  t ip -n red -br link
  sleep 0.2
  kill $!
  cat /tmp/heard
  ls /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf
  ip link del v1 2>/dev/null
  sleep 0.2
  veth
done
for length in 126 127 128 129 140; do
  name=$(printf 'y%.0s' $(seq $length))
  echo $length
  t ip link property add dev v0 altname $name
  t ip link show $name
  t ip link set $name up
  t ip link set dev $name down
  t ip link property add dev $name altname x
  t ip link property del dev v0 altname x
  t ip link property del dev v0 altname $name
  t ip addr show dev $name
  t ip link set v0 name $name
done
