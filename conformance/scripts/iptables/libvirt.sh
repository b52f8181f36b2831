# what libvirt's network "default" installs, one command after another
t() { echo "# $*"; "$@"; echo "=$?"; }
for c in LIBVIRT_INP LIBVIRT_OUT LIBVIRT_FWO LIBVIRT_FWI LIBVIRT_FWX; do
  t iptables -w --table filter --new-chain $c
done
t iptables -w --table nat --new-chain LIBVIRT_PRT
t iptables -w --table mangle --new-chain LIBVIRT_PRT
t iptables -w --table filter --insert INPUT --jump LIBVIRT_INP
t iptables -w --table filter --insert OUTPUT --jump LIBVIRT_OUT
t iptables -w --table filter --insert FORWARD --jump LIBVIRT_FWX
t iptables -w --table filter --insert FORWARD --jump LIBVIRT_FWI
t iptables -w --table filter --insert FORWARD --jump LIBVIRT_FWO
t iptables -w --table nat --insert POSTROUTING --jump LIBVIRT_PRT
t iptables -w --table mangle --insert POSTROUTING --jump LIBVIRT_PRT
for port in 53 67; do
  for proto in tcp udp; do
    t iptables -w --table filter --insert LIBVIRT_INP --in-interface virbr0 --protocol $proto --destination-port $port --jump ACCEPT
    t iptables -w --table filter --insert LIBVIRT_OUT --out-interface virbr0 --protocol $proto --destination-port $((port + port / 67)) --jump ACCEPT
  done
done
t iptables -w --table filter --insert LIBVIRT_FWO --in-interface virbr0 --jump REJECT
t iptables -w --table filter --insert LIBVIRT_FWI --out-interface virbr0 --jump REJECT
t iptables -w --table filter --insert LIBVIRT_FWX --in-interface virbr0 --out-interface virbr0 --jump ACCEPT
t iptables -w --table filter --insert LIBVIRT_FWO --source 192.168.122.0/24 --in-interface virbr0 --jump ACCEPT
t iptables -w --table filter --insert LIBVIRT_FWI --destination 192.168.122.0/24 --out-interface virbr0 --match conntrack --ctstate ESTABLISHED,RELATED --jump ACCEPT
t iptables -w --table nat --insert LIBVIRT_PRT --source 192.168.122.0/24 '!' --destination 192.168.122.0/24 --jump MASQUERADE
t iptables -w --table nat --insert LIBVIRT_PRT --source 192.168.122.0/24 -p udp '!' --destination 192.168.122.0/24 --jump MASQUERADE --to-ports 1024-65535
t iptables -w --table nat --insert LIBVIRT_PRT --source 192.168.122.0/24 -p tcp '!' --destination 192.168.122.0/24 --jump MASQUERADE --to-ports 1024-65535
t iptables -w --table nat --insert LIBVIRT_PRT --source 192.168.122.0/24 --destination 255.255.255.255/32 --jump RETURN
t iptables -w --table nat --insert LIBVIRT_PRT --source 192.168.122.0/24 --destination 224.0.0.0/24 --jump RETURN
t iptables -w --table mangle --insert LIBVIRT_PRT --out-interface virbr0 --protocol udp --destination-port 68 --jump CHECKSUM --checksum-fill
t iptables -w --table filter --list-rules
t iptables -w --table nat --list-rules
t iptables -w --table mangle --list-rules
t iptables -w --table filter -L -v
t iptables -w --table nat -L -n -v
t iptables -w --table filter --delete LIBVIRT_FWX --in-interface virbr0 --out-interface virbr0 --jump ACCEPT
t iptables -w --table filter --delete LIBVIRT_FWX --in-interface virbr0 --out-interface virbr0 --jump ACCEPT
