# A port and a protocol are read as far as they are numbers; else they are names.
t() {
    echo "\$ $*"
    "$@"
    echo "status $?"
}
ip link set lo up
for word in 0 1 -1 '1 ' 1x 0x10 0x 0x1g 010 08 1.5 1e3 4294967297 99999999999999999999 domain; do
    t traceroute -m 1 -q 1 -N 1 -n -p "$word" 127.0.0.1
    t traceroute -m 1 -q 1 -n --sport="$word" 127.0.0.1
done
for word in 1x 0x1g 08 1.5 icmp; do
    t traceroute -m 1 -q 1 -w 0.2 -n -P "$word" 127.0.0.1
done
for word in '' ' ' x .5 domainx tcp; do
    t traceroute -m 1 -q 1 -n -p "$word" 127.0.0.1
    t traceroute -m 1 -q 1 -n --sport="$word" 127.0.0.1
done
for word in '' domain; do
    t traceroute -m 1 -q 1 -n -P "$word" 127.0.0.1
done
