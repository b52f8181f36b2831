# Hardware addresses of devices that have none, or of another type; and who hears of it.
ip tuntap add tun0 mode tun
ip link add v0 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:01 type veth peer v1 address 02:00:00:00:00:02 numtxqueues 1 numrxqueues 1
ip monitor >/tmp/log &
sleep 0.3
for dev in tun0 lo nosuch v0; do
  echo "== $dev"
  ifconfig $dev hw ether 02:00:00:00:00:33; echo $?
  ifconfig $dev hw ether 03:00:00:00:00:33; echo $?
  sleep 0.1
done
ifconfig v0:3 hw ether 02:00:00:00:00:34; echo $?
sleep 0.1
ifconfig v0:3 hw ether 02:00:00:00:00:34; echo $?
sleep 0.1
kill %1
cat /tmp/log
