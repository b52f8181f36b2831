# the type of service: what `tos`, `dscp`, TOS and DSCP take, refuse and list
m() {
  iptables -t mangle -F T
  echo "# $*"
  iptables -t mangle -A T "$@"
  echo "=$?"
  iptables -t mangle -S T | tail -n +2
  iptables -t mangle -L T -n | tail -n +3
  iptables -t mangle -L T | tail -n +3
  iptables -t mangle -C T "$@" || echo "not found"
}
iptables -t mangle -N T
m -m tos --tos 16
m -m tos --tos 0x10/0x3f
m -m tos --tos 0x10/0xff
m -m tos ! --tos 0x0c/0x1c
m -m tos --tos 7/3
m -m tos --tos Minimize-Delay
m -m tos --tos minimize-cost
m -m tos ! --tos Normal-Service
m -m tos --tos Maximize-Throughput/3
m -m tos --tos 256
m -m tos --tos 255/256
m -m tos --tos 5x
m -m tos --tos 5/x
m -m tos --tos x
m -m tos --tos ''
m -m tos
m -m tos --tos 1 --tos 2
m ! -m tos --tos 1
m -m dscp --dscp 10
m -m dscp ! --dscp 0x3f
m -m dscp --dscp 64
m -m dscp --dscp x
m -m dscp --dscp 010
m -m dscp --dscp-class EF
m -m dscp ! --dscp-class af31
m -m dscp --dscp-class CS7
m -m dscp --dscp-class be
m -m dscp --dscp-class AF51
m -m dscp --dscp-class 3
m -m dscp --dscp-class EF --dscp 3
m -m dscp --dscp 3 --dscp 4
m -m dscp
m -j TOS --set-tos 16
m -j TOS --set-tos 0x10/0x3f
m -j TOS --set-tos 0x10/0x0f
m -j TOS --set-tos Minimize-Cost
m -j TOS --set-tos 0x10/0
m -j TOS --and-tos 0x1c
m -j TOS --or-tos 0x10
m -j TOS --xor-tos 0x03
m -j TOS --or-tos 0
m -j TOS --and-tos 0xff
m -j TOS --xor-tos 300
m -j TOS --xor-tos x
m -j TOS --set-tos x
m -j TOS --set-tos 5/
m -j TOS
m -j TOS --set-tos 1 --or-tos 2
m -j TOS --and-tos 1 --xor-tos 2
m -j TOS --set-tos 1 --set-tos 2
m -j TOS ! --set-tos 1
m -j DSCP --set-dscp 10
m -j DSCP --set-dscp 0x3f
m -j DSCP --set-dscp 64
m -j DSCP --set-dscp x
m -j DSCP --set-dscp-class EF
m -j DSCP --set-dscp-class af13
m -j DSCP --set-dscp-class cs8
m -j DSCP --set-dscp-class EF --set-dscp 3
m -j DSCP --set-dscp 3 --set-dscp 3
m -j DSCP
m -j DSCP ! --set-dscp 3
m -p tcp -m tos --tos 8 -m dscp --dscp 2 -j DSCP --set-dscp-class CS1
for t in filter nat raw; do
  iptables -t $t -A OUTPUT -j TOS --set-tos 1; echo "=$?"
  iptables -t $t -A OUTPUT -j DSCP --set-dscp 1; echo "=$?"
  iptables -t $t -A OUTPUT -m tos --tos 1 -m dscp --dscp 1; echo "=$?"
  iptables-save -t $t | grep -v '^[#:]'
done
for o in '--set-tos 5' '--set-tos Minimize-Delay' '--and-tos 3' '--or-tos 0x18'; do
  ip6tables -t mangle -A OUTPUT -m tos --tos 4/7 -j TOS $o; echo "=$?"
done
ip6tables -t mangle -A OUTPUT -m dscp --dscp-class AF12 -j DSCP --set-dscp 5; echo "=$?"
ip6tables -t mangle -S
ip6tables -t mangle -L OUTPUT -n
iptables -t mangle -F T
iptables -t mangle -A T -m tos --tos 0x10 -m dscp --dscp 3 -j TOS --set-tos 8
iptables -t mangle -A T -m tos ! --tos 0x10/0x3c -m dscp ! --dscp 3 -j DSCP --set-dscp 8
iptables -t mangle -A T -j TOS --or-tos 8
iptables -t mangle -A T -j TOS --and-tos 8
iptables -t mangle -A T -j TOS --xor-tos 8
iptables -t mangle -A T -j TOS --set-tos 0x10/0x0f
iptables -t mangle -A T -j TOS --set-tos Maximize-Throughput
iptables -t mangle -A T -j TOS --and-tos 0
iptables -t mangle -A T -j TOS --set-tos 0x41/0x7e
nft list chain ip mangle T 2>&1
nft list chain ip6 mangle OUTPUT 2>&1
for x in tos dscp; do iptables -m $x -h | sed -n "/match options/,\$p"; done
for x in TOS DSCP; do iptables -j $x -h | sed -n "/options/,\$p" | grep -n "" | tail -n 22; done
