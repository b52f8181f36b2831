# What is wrong with hops is told after what is wrong with the type, the scope and the metrics; a single gateway's fault comes first.
ip link set lo up
ip route add 10.0.7.0/24 dev lo
for words in 'nat 10.0.1.2/32 nexthop via all weight 1' 'nat 10.0.1.2/32 via all' '10.0.1.2/32 via all' '10.0.1.2/32 via any' \
    '10.0.1.2/32 nexthop via any' '10.0.1.2 nexthop via default' '10.0.1.2 nexthop via all dev lo' '10.0.1.2/32 nexthop via inet6 all' \
    'unreachable 10.0.1.2 nexthop via all' '10.0.1.2 congctl nosuch nexthop via all' '10.0.1.2 congctl nosuch via all' \
    '10.0.1.2 nhid 7 nexthop via all' '10.0.1.2 scope host nexthop via all' '10.0.1.2/24 nexthop via all' '-6 fd00::/16 nexthop via all'; do
    echo "\$ ip route add $words"
    ip route add $words
    echo "status $?"
    echo "\$ ip route del $words"
    ip route del $words
    echo "status $?"
done
for words in 'nexthop via all' 'nexthop via any dev lo' 'nexthop via all dev lo' 'nexthop dev lo nexthop via all' 'dev lo nexthop via all'; do
    echo "\$ ip route del 10.0.7.0/24 $words"
    ip route del 10.0.7.0/24 $words
    echo "status $?"
    ip route show
done
