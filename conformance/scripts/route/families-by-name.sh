# Names of address families, in short and by other names.
for o in --i --n --d --x --e --v --s --c --f --ro --fi --x2 --ip --ipx --ine --inet --inet6 --h --ve --nu --no --p "--pr inet" --prot=inet6 "-A ip" "-A tcpip" "-A ip6" "-A inet,inet6" "-A ip,ip6" "-A appletalk" "--ip --inet6" "--i --i"; do echo "- $o"; route $o 2>&1 | sed "s,^.*/route:,route:,"; done
for n in ax25 ip ip6 inet6 ipx appletalk netrom rose unix local econet ec ash x25 ddp tcpip unspec; do echo "- $n"; arp -A $n; done
