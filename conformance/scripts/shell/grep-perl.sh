# grep -P as scripts use it: \K, lookarounds, classes, (?i), non-greedy.
l='2: eth0: <UP> inet 10.0.0.1/24 brd 10.0.0.255 scope global ttl=63 MAC aa:bb:CC'
g() { grep -oP "$@" <<< "$l"; echo "rc $?"; }
g 'ttl=\K\d+'; g 'inet \K[\d.]+'; g 'inet\s+\K\S+(?=/)'; g '(?<=brd )\S+'; g '^\d+: \K[^:@]+'; g '.*\K\d'; g 'nosuch\K\d'
g '(?i)mac \K[[:xdigit:]:]+'; g '\b\d{1,3}(\.\d{1,3}){3}\b'; g 'scope\h+\K\w+'; g 'x\K|ttl'; g 'e\Kt|inet'; g '[[:digit:]]+\.\K[[:digit:]]+'; g '<.*?>'; g '[^\h]+$'; g 'a{2}(:\w\w)\K'
grep -P '^\d+:\s' <<< "$l" | wc -l; grep -cP '\d\K' <<< "$l"; printf 'a\tb\nc d\n' | grep -P 'a\tb' | wc -l; printf 'a1\nb2\n' | grep -vP '\d\Kx' | wc -l
ip -o link show lo | grep -oP 'mtu \K\d+'; ip link show lo | grep -Po '(?<=state )\w+'
