# wrong and odd arguments of ping
sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0; ip link set lo up; ip link add v0 type veth peer name v1 index 21; ip link add down0 type veth peer name down1 index 31
ip link set v0 up; ip link set v1 up; ip addr add 10.0.0.1/24 dev v0 2> /dev/null; sleep 1; echo one > f
while IFS= read -r line; do
  printf "%s\n" "+ $line"
  timeout 3 bash -c "$line" < /dev/null
  echo "= $?"
done <<'END'
ping
ping -x 10.0.0.1
ping -c
ping -c x 10.0.0.1
ping -c 0 10.0.0.1
ping -c -1 10.0.0.1
ping -c 99999999999999999999 10.0.0.1
ping -c 1x 10.0.0.1
ping -i -1 10.0.0.1
ping -W x -c1 10.0.0.1
ping -W -1 -c1 10.0.0.1
ping -w x 10.0.0.1
ping -w -1 10.0.0.1
ping -s x 10.0.0.1
ping -s -1 10.0.0.1
ping -s 65536 -c1 10.0.0.1
ping -s 65508 -c1 10.0.0.1
ping -s 99999999 10.0.0.1
ping -t 0 -c1 10.0.0.1
ping -t 256 -c1 10.0.0.1
ping -t x -c1 10.0.0.1
ping -Q 256 -c1 10.0.0.1
ping -Q x -c1 10.0.0.1
ping -Q 0xzz -c1 10.0.0.1
ping -M bogus -c1 10.0.0.1
ping -M
ping -p xyz -c1 10.0.0.1
ping -p f -c1 10.0.0.1
ping -l 0 -c1 10.0.0.1
ping -l 65537 -c1 10.0.0.1
ping -l x -c1 10.0.0.1
ping -m x -c1 10.0.0.1
ping -S x -c1 10.0.0.1
ping -I nodev -c1 10.0.0.1
ping -I 10.9.9.9 -c1 10.0.0.1
ping -I 1.2.3 -c1 10.0.0.1
ping -I
ping -T bogus -c1 10.0.0.1
ping -T tsprespec -c1 10.0.0.1
ping -R -T tsonly -c1 10.0.0.1
ping -F 1 -c1 10.0.0.1
ping -N help
ping -e x -c1 10.0.0.1
ping -4 -6 10.0.0.1
ping -6 10.0.0.1
ping -4 ::1
ping 10.0.0.1 10.0.0.2 10.0.0.3
ping nosuchhost
ping 999.1.1.1
ping ''
ping 10.9.9.9
ping -b 10.0.0.255 -c1 -W1
ping 10.0.0.255 -c1 -W1
ping 255.255.255.255 -c1 -W1
ping -c1 0
ping -c1 1
ping -c1 10.1
ping -c1 0x7f.1
ping -c1 -W1 224.0.0.1
ping -q -c1 10.0.0.1 extra
ping -h
ping -V
ping -c1 -w1 -W1 -q 10.0.0.77
ping --help
ping -c1 -- 10.0.0.1
ping -c1 -I v0 ::1
ping -6 -I v0 -c1 ff02::1
ping -6 -c1 fe80::1
ping -6 -c1 fe80::1%nodev
ping -6 -c1 -W1 fe80::99%v0
ping -A -c1 10.0.0.1
ping -U -c1 -q 10.0.0.1
ping -O -c1 -q 10.0.0.1
ping -B -c1 -q 10.0.0.1
ping -n -a -c1 10.0.0.1
ping -L -c1 -W1 -q 224.0.0.1
ping -r -c1 -q 10.0.0.1
ping -r -c1 10.9.9.9
END
