# Rules beside one another: which are the same, which a selection means, and which one is deleted.
ip link add eth0 address 02:00:00:00:00:11 type veth peer name eth1 address 02:00:00:00:00:12
list=("from 10.1.0.0/16" "to 10.2.0.0/24" "from 10.1.0.0/16 to 10.2.0.0/24 table 7" "fwmark 1/3 table 7" "iif eth0 table 7" "not from 10.1.0.0/16" "uidrange 1-5" "ipproto tcp sport 80" "blackhole from 10.1.0.0/16" "goto 200 from 10.1.0.0/16" "nop" "table 7 suppress_prefixlength 0" "table 7 suppress_ifgroup 5" "table 7 protocol static" "from all table 1000" "realms 3/4 table 7" "l3mdev" "table 7")
n=${#list[@]}
for ((i = 0; i < n; i++)); do
  ip rule flush; ip rule add pref 32766 table main 2>/dev/null
  ip rule add pref 100 ${list[i]} 2>&1
  for ((j = 0; j < n; j++)); do
    echo "[${list[i]}] add ${list[j]}"; ip rule add pref 100 ${list[j]} 2>&1; ip rule del pref 100 ${list[j]} 2>&1
    echo "del ${list[j]}"; ip rule del ${list[j]} 2>&1 && { ip rule; ip rule add pref 100 ${list[i]}; }
    echo "show ${list[j]}"; [[ ${list[j]} == *realms* || ${list[j]} == *suppress* || ${list[j]} == *goto* || ${list[j]} == nop || ${list[j]} == *black* || ${list[j]} == proh* ]] || ip rule show ${list[j]} 2>&1
  done
  ip -d rule; ip -j rule; ip rule del pref 100
done
