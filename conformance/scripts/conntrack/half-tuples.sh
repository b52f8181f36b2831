# Asking for one entry with half a tuple: what is not there yet is told of by the kernel
conntrack -I -p udp -t 1000 -s 10.0.0.1 -d 10.0.0.2 --sport 1 --dport 2 2>&1
for p in tcp udp icmp sctp; do
  for o in --reply-port-src --reply-port-dst --sport --dport; do conntrack -G -p $p $o 5 2>&1; echo "=$?"; done
  conntrack -G -p $p --reply-port-src 1 --reply-port-dst 2 2>&1; echo "=$?"
  conntrack -G -p $p -r 10.0.0.2 2>&1; echo "=$?"
  conntrack -G -p $p -r 10.0.0.2 -q 10.0.0.1 2>&1 | sed 's/ 17 [0-9]* / /'
  conntrack -G -p $p -r 10.0.0.2 -q 10.0.0.1 --reply-port-src 2 --reply-port-dst 1 2>&1 | sed 's/ 17 [0-9]* / /'
  conntrack -G -p $p -s 10.0.0.1 --reply-port-src 2 2>&1; echo "=$?"
  conntrack -G -p $p --sport 1 --dport 2 2>&1; echo "=$?"
  conntrack -G -p $p 2>&1; echo "=$?"
  conntrack -G -p $p -s 10.0.0.1 -d 10.0.0.2 2>&1 ; echo "=$?"
done
conntrack -G --reply-port-src 1 2>&1; echo "=$?"
conntrack -G -f ipv6 -p udp --reply-port-src 1 2>&1; echo "=$?"
conntrack -G -p icmp --icmp-type 8 --icmp-code 0 --icmp-id 4 2>&1; echo "=$?"
conntrack -G -p udp -m 1 --reply-port-dst 4 2>&1; echo "=$?"
conntrack -G -p tcp --state LISTEN 2>&1; echo "=$?"
conntrack -U -p udp --reply-port-src 5 -t 10 2>&1; echo "=$?"
conntrack -D -p udp --reply-port-src 5 2>&1; echo "=$?"
conntrack -I -p udp --reply-port-src 5 -t 5 2>&1; echo "=$?"
