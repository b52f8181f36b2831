# Flags of one that passes through while it is down, and words behind a list of addresses.
ip link add v0 address 02:00:00:00:00:10 numtxqueues 1 numrxqueues 1 type veth peer name v1 address 02:00:00:00:00:11 numtxqueues 1 numrxqueues 1
ip link add link v0 m0 type macvlan mode passthru
for words in 'flag nopromisc' 'flag nodst' 'nopromisc' 'flag null' 'bcqueuelen 5 flag null' 'flag nodst bcqueuelen 7' 'mode bridge'; do
  echo "# $words"
  ip link set m0 type macvlan mode passthru $words; echo $?
  ip -d link show m0 | sed -n 's,usedbc.*,,;3p'
  ip -d link show v0 | grep -o 'promiscuity [0-9]*\|<.*>'
done
ip link del m0
ip -d link show v0 | grep -o 'promiscuity [0-9]*\|<.*>'
ip link add link v0 address 02:00:00:00:00:20 m0 type macvlan mode source
for words in 'set 02:00:00:00:0e:01 flag null' 'set 02:00:00:00:0e:01 bcqueuelen 7' 'set 02:00:00:00:0e:01 mode source' 'set flag nodst' \
  'set 02:00:00:00:0e:02 fa' 'set 02:00:00:00:0e:03 10.0.0.1' 'set 02:00:00:00:0e:03 foo'; do
  echo "# $words"
  ip link set m0 type macvlan macaddr $words; echo $?
  ip -d link show m0 | sed -n 's,addrgen.*,,;3p'
done
