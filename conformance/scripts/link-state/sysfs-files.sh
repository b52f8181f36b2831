# All files of devices in /sys/class/net, what they read, and those that nothing follows from.
ip tuntap add tun0 mode tun
ip link add v0 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:01 type veth peer v1 numtxqueues 1 numrxqueues 1 address 02:00:00:00:00:02
for dev in v0 tun0 lo; do
  ls /sys/class/net/$dev/
  stat -c '%A %n' /sys/class/net/$dev/* /sys/class/net/$dev/power/*
  for file in /sys/class/net/$dev/* /sys/class/net/$dev/power/*; do [ -f $file ] && echo "$file: $(cat $file 2>&1)"; done
done
for word in on auto x ""; do
  echo "$word" >/sys/class/net/v0/power/control; echo $?
  cat /sys/class/net/v0/power/control
done
for word in add change x "" "change foo"; do echo "$word" >/sys/class/net/v0/uevent; echo $?; done
