# Rules that are wrong, and what nft expects in their place.
t() { echo "\$ $*"; nft "$@" 2>&1 | head -3; }
r() { t "add rule ip t c $*"; }
nft add table ip t; nft add chain ip t c;  nft add set ip t s '{ type ipv4_addr; }'
r ip
r ip foo
r ip foo 3
r ip 3
r ip .
r tcp
r tcp foo
r tcp 10
r tcp dport
r tcp dport .
r tcp dport 1,
r tcp dport 1-
r tcp dport 1 2
r tcp dport 1 foo
r tcp dport {
r tcp dport { }
r tcp dport {}
r tcp dport { 1 2 }
r tcp dport '{ 1, }'
r tcp dport '{ 1: accept }'
r meta
r meta 3
r meta foo
r meta .
r meta mark
r meta mark set
r meta mark set foo
r meta mark set 1 2
r mark
r mark set
r mark 1 2
r meta ip
r meta tcp
r ct
r ct 3
r ct foo
r ct original
r ct original foo
r ct original 3
r ct mark
r ct mark set
r ct state
r ct state foo
r ct count
r ct original ip
r ct original ip foo
r ct tcp
r ct zone set
r fib
r fib foo
r fib saddr
r fib saddr foo
r fib saddr type
r fib type
r fib saddr . daddr type local
r fib iif type local
r fib iif . oif type
r fib saddr . foo type
r fib daddr . daddr type local
r fib daddr . iif . oif type local
r fib saddr .
r fib mark type local
r numgen
r numgen foo
r numgen inc
r numgen inc mod
r numgen inc mod 0
r numgen inc mod 2 1
r numgen inc mod 2 offset
r @
r @s
r @nh
r @nh,
r @nh,0
r @nh,0,
r @nh,0,8
r @nh,0,8 1
r @foo,0,8 1
r iif
r iifname
r iif foo
r iif .
r iifname lo .
r iifname .
r accept foo
r accept accept
r accept drop
r jump
r jump 3
r goto
r goto ip
r jump accept
r return 1
r continue 1
r accept 1
r jump c 1
r jump c foo
r vmap
r tcp vmap
r tcp dport vmap
r tcp dport vmap {
r tcp dport vmap '{ }'
r tcp dport vmap '{ 1 }'
r tcp dport vmap '{ 1 : }'
r tcp dport vmap '{ 1 : foo }'
r tcp dport vmap '{ 1 : accept'
r tcp dport vmap '{ 1 : accept, }'
r tcp dport vmap 1
r tcp dport vmap foo
r tcp dport vmap @s
r tcp dport vmap @nosuch
r tcp dport vmap '{ 1 : accept 2 : drop }'
r tcp dport vmap '{ accept : 1 }'
r log foo
r log prefix
r log prefix 3
r log level
r log level foo
r log level 3
r log flags
r log flags foo
r log flags tcp
r log flags tcp foo
r log flags all foo
r log group
r log group foo
r log snaplen
r log queue-threshold
r log prefix a prefix b
r log level info level warn
r log group 1 group 2
r log level info group 1
r log group 65536
r log flags ip
r log flags ip options,foo
r log level audit flags all
r log level audit prefix a
r log 1
r reject foo
r reject with
r reject with foo
r reject with tcp
r reject with tcp foo
r reject with icmp
r reject with icmp foo
r reject with icmp type
r reject with icmp type foo
r reject with icmp 3
r reject with icmpx
r reject with icmpv6 type no-route
r reject with icmpv6 no-route
r reject with icmpx foo
r reject with tcp reset 1
r reject 1
r snat
r snat to
r snat to 1
r snat to 10.0.0.1:
r snat to 10.0.0.1:foo
r snat to :
r snat to :80
r dnat to :80
r tcp dport 80 dnat to :80
r tcp dport 80 dnat to 10.0.0.1:80-70
r snat to 10.0.0.1-
r snat to 10.0.0.1 random,
r snat to 10.0.0.1 foo
r snat ip to
r snat ip6 to fd00::1
r masquerade to
r masquerade to 80
r masquerade to :80
r masquerade foo
r redirect to
r redirect to 80
r redirect to :80
r tcp dport 1 redirect to :80
r tcp dport 1 redirect to :foo
r redirect foo
r dnat to 10.0.0.1 random random
r dnat to 10.0.0.1 random persistent
r snat to fd00::1
r snat to ip saddr
r snat to tcp dport
r snat to 10.0.0.0/24
r snat prefix to 10.0.0.0/24
r set
r set @s
r set foo
r set add
r set add ip saddr
r set add ip saddr @
r set add ip saddr @s
r add
r add @
r add @s
r add @s {
r add @s '{ }'
r add @s '{ ip }'
r add @s '{ ip saddr'
r add @s '{ ip saddr, }'
r add @s '{ ip saddr timeout }'
r add @s '{ ip saddr timeout 30 }'
r add @s '{ ip saddr timeout 30s foo }'
r add @s '{ ip saddr foo }'
r add @s '{ ip saddr counter packets }'
r add @s '{ ip saddr : accept }'
r add s '{ ip saddr }'
r update @nosuch '{ ip saddr }'
r delete @s '{ ip saddr }'
r add @s '{ tcp dport }'
r add @s '{ ip saddr . tcp dport }'
r counter foo
r counter packets
r counter packets 1
r counter packets 1 bytes
r counter packets 1 foo
r counter bytes
r counter name
r counter name 3
r counter name '{'
r counter 1
r quota name
r limit
r limit foo
r limit name
r limit rate
r quota
r last foo
r last used
r last used foo
r last used never 1
r notrack foo
r notrack 1
r comment
r comment 3
r comment '"a" accept'
r accept comment
r accept comment a b
r comment '*'
r ip saddr
r ip saddr ==
r ip saddr == ==
r ip saddr !
r ip saddr '! =' 10.0.0.1
r ip saddr = 10.0.0.1
r ip saddr \>
r ip saddr '(10.0.0.1'
r ip saddr '10.0.0.1)'
r ip saddr 10.0.0.1/
r ip saddr 10.0.0.1/x
r ip saddr 10.0.0.1/33
r ip saddr 10.0.0.1/-1
r ip saddr not 10.0.0.1
r ip saddr and 1
r ip saddr and 1 ==
r ip saddr '& 1'
r ip saddr '| 1'
r ip saddr '^ 1 == 1'
r ip saddr '<< 1'
r ip saddr '&'
r ip saddr @
r ip saddr @3
r ip saddr @nosuch
r ip saddr '$'
r ip saddr '$x'
r ip saddr '"10.0.0.1"'
r ip saddr '"10.0.0.1'
r ip saddr '%'
r ip saddr 'ä'
r 3
r '"x"'
r 10.0.0.1
r '{ }'
r '}'
r ')'
r '-'
r '!'
r '*'
r ip saddr '*'
r iifname '*'
r iifname 've*th'
r iifname '"ve*"'
r iifname '"ve\*"'
