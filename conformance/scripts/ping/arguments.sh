# Numbers, empty words and other arguments that are read in their own way.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
t ping -c 1 -Q 0x-5 127.0.0.1
t ping -c 1 -Q 0x0x5 127.0.0.1
t ping -c 1 -Q 0x5x 127.0.0.1
t ping -c 1 -Q 99999999999999999999 127.0.0.1
t ping -c 1 -Q -1 127.0.0.1
t ping -c 1 -Q 0X 127.0.0.1
t ping -c 1 -Q '' 127.0.0.1
t ping -c 1 -Q ' 1' 127.0.0.1
t ping -c 1 -Q '1 ' 127.0.0.1
t ping -c 1 -Q 0xffffffffffffffffff 127.0.0.1
t ping -c 1 -Q 4294967296 127.0.0.1
t ping -c 1 -Q 010 127.0.0.1
t ping -c 1 -F 99999999999999999999 ::1
t ping -c 1 -F -1 ::1
t ping -c 1 -m 0x 127.0.0.1
t ping -c 1 -m '' 127.0.0.1
t ping -c 1 -m -1 127.0.0.1
t ping -c 1 -s '' 127.0.0.1
t ping -c 1 -s ' 5' 127.0.0.1
t ping -c '' 127.0.0.1
t ping -c 1 -i '' 127.0.0.1
t ping -c 1 -i 0x1p-3 127.0.0.1
t ping -c 1 -W 0x1p-3 127.0.0.1
t ping -c 1 -W '' 127.0.0.1
t ping -c 1 -W 1e 127.0.0.1
t ping -c 1 -W 1e9999 127.0.0.1
t ping -c 1 -W 1e-9999 127.0.0.1
t ping -c 1 -i 1e-9999 127.0.0.1
t ping -c 1 -W nan 127.0.0.1
t ping -c 1 -W 1,5 127.0.0.1
t ping -c 1 -W 2147483 127.0.0.1
t ping -c 1 -W 2147484 127.0.0.1
t ping -c 1 -W 'nan(5)' 127.0.0.1
t ping -c 1 -p '' 127.0.0.1
t ping -c 1 -p 0x5 127.0.0.1
t ping -c 1 -p 'f f' 127.0.0.1
t ping -c 1 -M '' 127.0.0.1
t ping -c 1 -T '' 127.0.0.1
t ping -c 1 -T tsprespec 127.0.0.1
t ping -c 1 -T tsprespec x 127.0.0.1
t ping -c 1 -N '' 127.0.0.1
t ping -c 1 -I '' 127.0.0.1
t ping -c 1 -I 127.0.0 127.0.0.1
t ping -c 1 -I lo%x 127.0.0.1
t ping -c 1 -I ::1%x 127.0.0.1
t ping -c 1 -I ::1 127.0.0.1
t ping -c 1 -e '' 127.0.0.1
t ping -c 1 ''
t ping
t ping -c
t ping -c 1 --foo 127.0.0.1
t ping -c 1 127.0.0.1 -n
t ping -c 1 -- -n
t ping -c 1 - 
t ping -6 -c 1 127.0.0.1
t ping -4 -c 1 ::1
t ping -46 -c 1 ::1
t ping6 -4 -c 1 ::1
t ping4 -6 -c 1 ::1
t ping -c 1 -4 -Q -5 127.0.0.1
t ping -c 1 -6 -Q -5 ::1
t ping -c 1 -Q -256 127.0.0.1
t ping -c 1 -v -Q -5 127.0.0.1
t ping -c 1 -Q 0x 127.0.0.1
t ping -c 1 -I '' ::1
t ping -c 1 -I '' -I lo 127.0.0.1
t ping -c 1 -B -I '' 127.0.0.1
t ping -c 1 -i -1e-400 127.0.0.1
t ping -c 1 -W 1e-310 127.0.0.1
t ping -c 1 -I 127.0.0.1 -I '' 127.0.0.1
# the kernel chooses a flow label
for label in 0 0x ''; do ping -c 1 -F "$label" ::1 | grep -c 'flow 0x00000'; done
