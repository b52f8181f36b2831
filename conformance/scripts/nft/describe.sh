# describe of expressions of all kinds
t() { echo "-- $*"; nft "$@" 2>&1; rc=$?; [ $rc = 0 ] && echo ok; }
t describe ip saddr
t describe tcp flags
t describe 5
t describe '"abc"'
t describe ip saddr . tcp dport
t describe meta mark
t describe ct state
t describe ct helper
t describe ct original ip saddr
t describe fib saddr type
t describe numgen inc mod 5
t describe jhash ip saddr mod 5
t describe symhash mod 5
t describe tcp option maxseg size
t describe rt ip nexthop
t describe socket mark
t describe osf name
t describe icmp type
t describe ipv4_addr
t describe verdict
t describe accept
t describe @th,8,8
t describe tcp dport 5
t describe ip saddr '&' 5
t describe tcp dport '{ 5 }'
t describe 1.2.3.4
t describe 10.0.0.0/8
t describe 1-5
t describe
t describe nonsense
t describe frag more-fragments
t describe hbh hdrlength
t describe vlan id
t describe ether type
t describe inet_service
t describe ct label
t describe "tcp dport . ip saddr . meta mark"
t describe @s
t describe ct expiration
t describe meta day
t describe dccp type
t describe sctp chunk data tsn
