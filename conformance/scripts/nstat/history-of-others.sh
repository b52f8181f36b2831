# What is remembered of the last time: files of others, broken ones, and who reads and writes it.
ip link set lo up
export NSTAT_HISTORY=/tmp/h
ping -c 1 127.0.0.1 > /dev/null
for o in "" -a -r -s -n -as -rs -ns -an -ans -rns; do for h in garbage '#kernel\nIpInReceives x\n' '#other\nIpInReceives 1\n' '#kernel\nIpInReceives 1\n#other\nIpInReceives 2\n' '#kernel\nIpInReceives 1x\n' '#kernel\nIpInReceives -1\n' '\n' '#kernel\n\nIpInReceives 1\n' '#\nIpInReceives 1\n' '#kernel\nIpInReceives 1 x\n' '  IpInReceives 1\n' '#kernel\nIpInReceives 1' '#kernel' '#kernel\nFoo 1\nIpInReceives 1\n' '#kernel\nIpOutRequests 1\nIpInReceives 1\n' '#kernel\nIpInReceives 1\nIpInReceives 2\n' '#kernel\nIpForwarding x\n'; do echo "== $o $h"; printf "$h" > /tmp/h; nstat $o IpInReceives; echo $?; cat /tmp/h | grep "^#\|InRec"; done; done
ip link set lo up
export NSTAT_HISTORY=/tmp/h
ping -c 1 127.0.0.1 > /dev/null
for h in '#k\nIpInReceives 1\n' '#kernelx\nIpInReceives 1\n' '#ernel\nIpInReceives 1\n' '#kernel' '#kernel\n#kerne\nIpInReceives 1\n' '#1.2 sampling_interval=5 time_const=60\nIpInReceives 1\n'; do echo "== $h"; printf "$h" > /tmp/h; nstat IpInReceives; echo $?; cat /tmp/h | grep "^#\|InRec"; nstat -j IpInReceives; done
export NSTAT_HISTORY=/nosuch/h; nstat -as IpInReceives; nstat -rs; nstat -ras; nstat -a
export NSTAT_HISTORY=/tmp; nstat -as IpInReceives; nstat -rs; nstat -a
export NSTAT_HISTORY=/tmp/h2; nstat -as; cat /tmp/h2; nstat -ras; cat /tmp/h2; nstat -rs; cat /tmp/h2; nstat -s; cat /tmp/h2
export NSTAT_HISTORY=/tmp/h; rm -f /tmp/h
echo "$ nstat -z > /dev/null; ping -c 1 127.0.0.1 > /dev/null"; nstat -z > /dev/null; ping -c 1 127.0.0.1 > /dev/null
echo "$ nstat"; nstat
echo "$ nstat -j"; nstat -j
echo "$ ping -c 1 127.0.0.1 > /dev/null; nstat -jp"; ping -c 1 127.0.0.1 > /dev/null; nstat -jp
echo "$ nstat -a | head -5"; nstat -a | head -5
echo "$ nstat -as IpInReceives"; nstat -as IpInReceives
echo "$ nstat -s"; nstat -s
echo "$ nstat -r | head -3"; nstat -r | head -3
echo "$ nstat -r"; nstat -r
echo "$ nstat -n; nstat"; nstat -n; nstat
echo "$ nstat -p"; nstat -p
echo "$ nstat -za 'Icmp*Type*'"; nstat -za 'Icmp*Type*'
echo "$ nstat 'ip*' "; nstat 'ip*' 
echo "$ nstat '*In*' '*Out*'"; nstat '*In*' '*Out*'
echo "$ nstat 'Ip[IO]*'"; nstat 'Ip[IO]*'
echo "$ nstat 'Ip[!I]*'"; nstat 'Ip[!I]*'
echo "$ nstat 'Ip?nR*'"; nstat 'Ip?nR*'
echo "$ nstat '[a-'"; nstat '[a-'
echo "$ nstat '\Ip*'"; nstat '\Ip*'
echo "$ nstat -jz 'bogus*'"; nstat -jz 'bogus*'
echo "$ nstat -jpz 'IpIn*'"; nstat -jpz 'IpIn*'
echo "$ nstat -rs | head -2"; nstat -rs | head -2
echo "$ nstat -nz"; nstat -nz
echo "$ nstat --js"; nstat --js
echo "$ nstat --noo"; nstat --noo
echo "$ nstat --no"; nstat --no
echo "$ nstat --z x"; nstat --z x
echo "$ cat /tmp/h | head -3"; cat /tmp/h | head -3
echo "$ echo garbage > /tmp/h; nstat"; echo garbage > /tmp/h; nstat
echo "$ printf '#kernel\nIpInReceives 5 0.0\n' > /tmp/h; nstat IpInReceives"; printf '#kernel\nIpInReceives 5 0.0\n' > /tmp/h; nstat IpInReceives
echo "$ printf '#other\nIpInReceives 5 0.0\n' > /tmp/h; nstat IpInReceives"; printf '#other\nIpInReceives 5 0.0\n' > /tmp/h; nstat IpInReceives
echo "$ printf '#kernel\nIpInReceives 99999 0.0\n' > /tmp/h; nstat IpInReceives"; printf '#kernel\nIpInReceives 99999 0.0\n' > /tmp/h; nstat IpInReceives
echo "$ printf '#kernel\nIpInReceives x 0.0\n' > /tmp/h; nstat IpInReceives"; printf '#kernel\nIpInReceives x 0.0\n' > /tmp/h; nstat IpInReceives
echo "$ printf '#kernel\nIpInReceives\n' > /tmp/h; nstat IpInReceives"; printf '#kernel\nIpInReceives\n' > /tmp/h; nstat IpInReceives
echo "$ printf '#kernel\nFooBar 5 0.0\n' > /tmp/h; nstat IpInReceives"; printf '#kernel\nFooBar 5 0.0\n' > /tmp/h; nstat IpInReceives
echo "$ printf '' > /tmp/h; nstat IpInReceives"; printf '' > /tmp/h; nstat IpInReceives
