# grep, sed, awk, cut, sort, uniq and the rest, on real output.
ip link set lo up; ip link add veth0 address 02:00:00:00:00:01 type veth peer name veth1 address 02:00:00:00:00:02
ip -o link | awk -F': ' '{print $2}' | sort
ip link | grep -c mtu; ip link | grep -o 'mtu [0-9]*' | sort | uniq -c; ip link | grep -E '^[0-9]+: (lo|veth0)' | cut -d: -f2
ip addr show lo | sed -n 's/.*inet \([0-9.]*\).*/\1/p'
ip -j link | jq -r '.[] | "\(.ifname) \(.mtu)"' | column -t
seq 5 | head -2; seq 5 | tail -2; seq 1 2 9 | tr '\n' ' '; echo; seq 3 | wc -l
printf 'b 2\na 10\nc 1\n' | sort -k2n; printf 'b\na\nb\n' | sort -u; printf '3\n1\n' | sort -rn
printf 'x y\n' | xargs -n1 echo item; seq 3 | xargs; echo a,b,c | cut -d, -f2; echo abc | cut -c2-
echo hello | tr a-z A-Z; echo hello | rev 2>/dev/null | tr -d l; echo 'a  b' | tr -s ' '
awk 'BEGIN {for (i = 0; i < 3; i++) s += i; print s; printf "%.2f\n", 3.14159}'
awk '{sum += $1} END {print sum, NR}' <<< $'1\n2\n3'
sed 's/a/b/g; /x/d' <<< $'aa\nx\nca'; sed -n 2p <<< $'1\n2\n3'; sed -E 's/(.)(.)/\2\1/' <<< ab; sed '1i first' <<< second
grep -v a <<< $'a\nb'; grep -n b <<< $'a\nb'; grep -q z <<< a; echo $?; grep -i A <<< a; grep nosuch nofile; echo $?; grep -A1 a <<< $'a\nb\nc'
date -u -d @0 +%Y-%m-%dT%H:%M:%S; tac <<< $'1\n2'; paste -d, - - <<< $'1\n2'; nl <<< a; basename /a/b.c .c; dirname /a/b.c
