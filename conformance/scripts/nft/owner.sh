# Tables that belong to a program: others may look, and they go with it
t() { echo "-- $*"; nft "$@" 2>&1; rc=$?; [ $rc = 0 ] && echo ok; }
t add table ip t '{ flags owner; }'
t add table ip t '{ flags dormant, owner; }'
t add table ip t '{ flags owner, dormant; }'
t add table ip t '{ flags owner,; }'
t add table ip t '{ flags persist; }'
t add table ip t '{ flags foo; }'
t add table ip t '{ flags dormant,dormant; comment "x"; }'
t add table ip t '{ flags owner; }'
t add table ip t '{ flags dormant; }'
t add table ip t
mkfifo f; nft -i < f > out 2>&1 & exec 5>f
echo 'add table ip o { flags owner; comment "mine"; chain c { }; set s { type ipv4_addr; }; counter k { }; }' >&5
echo 'add table ip6 o2 { flags owner; }' >&5
sleep 0.5
p=$!
m() { sed "s/progname nft/PROG/;s/# progname [^ ]*/PROG/;s/owner [0-9]*/owner N/;s/\"owner\": [0-9]*/O/"; }
nft list ruleset 2>&1 | m
nft -a list tables
t delete table ip o
t flush table ip o
t add chain ip o x
t add rule ip o c accept
t insert rule ip o c accept
t add element ip o s '{ 1.1.1.1 }'
t delete chain ip o c
t delete set ip o s
t add counter ip o y
t delete counter ip o k
t reset counters
t list chain ip o c
t list set ip o s
t list counter ip o k
t add table ip o
t add table ip o '{ flags dormant; }'
t add table ip o '{ flags owner; }'
t rename chain ip o c d
t flush chain ip o c
t flush set ip o s
t flush ruleset
t list tables
echo 'add rule ip o c accept' >&5
echo 'list table ip o' >&5
sleep 0.3
timeout 2 nft monitor > mon &
sleep 0.3
exec 5>&-
wait $p
cat out | m
wait
sed 's/# new gen.*//' mon
t list ruleset
