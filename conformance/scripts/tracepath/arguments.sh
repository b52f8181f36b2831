# Numbers, ports behind the host, and what is not understood.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
ip link add v0 type veth peer name w
ip addr add 10.0.0.1/24 dev v0
ip link set v0 up
ip link set w up
t tracepath -l '' 10.0.0.1
t tracepath -l ' 100' -m 1 10.0.0.1
t tracepath -l 99999999999999999999 10.0.0.1
t tracepath -m '' 10.0.0.1
t tracepath -m 0x5 10.0.0.1
t tracepath -m -1 10.0.0.1
t tracepath -m 1 -p '' 10.0.0.1
t tracepath -m 1 -p 99999999999999999999 10.0.0.1
t tracepath -m 1 10.0.0.1/
t tracepath -m 1 10.0.0.1/x
t tracepath -m 1 10.0.0.1/5x
t tracepath -m 1 10.0.0.1/99999
t tracepath -m 1 10.0.0.1/-1
t tracepath -m 1 10.0.0.1//5
t tracepath -m 1 /5
t tracepath -m 1 ''
t tracepath
t tracepath -m
t tracepath -nb -m 1 10.0.0.1
t tracepath -m 1 10.0.0.1 5
t tracepath -m 1 10.0.0.1 5 6
t tracepath -h
t tracepath -V x
t tracepath -x
t tracepath --help
t tracepath -m 1 -- 10.0.0.1
t tracepath -m 1 - 
t tracepath -m 1 ::1/5000
t tracepath -m 1 -n localhost
t tracepath -m 1 -b localhost
t tracepath -m 1 localhost
t tracepath -6 -m 1 ::1
t tracepath -m 1 -l 27 10.0.0.1
t tracepath -m 1 -l 47 ::1
t tracepath -m 1 -l 65536 10.0.0.1
t tracepath -m 1 -l 2147483648 10.0.0.1
t tracepath -n -b -m 1 127.0.0.1
t tracepath -nb -m 1 ::1
t tracepath -m 1 -p 65535 10.0.0.1/
t tracepath -m 1 -p 5000 10.0.0.1/6000
t tracepath -m 1 -p 0 10.0.0.1/6000
