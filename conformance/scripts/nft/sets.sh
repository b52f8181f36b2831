# Sets: intervals, concatenations, elements added and taken away, how they are shown
nft add table ip t
nft add set ip t a '{ type ipv4_addr; }'
nft add element ip t a '{ 10.0.0.3, 10.0.0.1, 10.0.0.2, 10.0.0.9, 10.0.0.7 }'
nft list set ip t a
nft delete element ip t a '{ 10.0.0.2 }'
nft delete element ip t a '{ 10.0.0.2 }'
nft create element ip t a '{ 10.0.0.1 }'
nft add element ip t a '{ 10.0.0.1 }'
nft add set ip t p '{ type inet_service; flags interval; }'
nft add element ip t p '{ 1-5, 80, 100-200, 65530-65535 }'
nft list set ip t p
nft delete element ip t p '{ 1-5 }'
nft add element ip t p '{ 150-300 }'
nft list set ip t p
nft add set ip t n '{ type ipv4_addr; flags interval; auto-merge; }'
nft add element ip t n '{ 10.0.0.0/24, 10.0.1.0/24, 10.0.0.128-10.0.2.5 }'
nft list set ip t n
nft add set ip t c '{ type ipv4_addr . inet_service . inet_proto; flags interval; }'
nft add element ip t c '{ 10.0.0.0/8 . 80-90 . tcp, 1.2.3.4 . 53 . udp }'
nft list set ip t c
nft add map ip t m '{ type ipv4_addr : ipv4_addr; }'
nft add element ip t m '{ 1.1.1.1 : 2.2.2.2, 3.3.3.3 : 4.4.4.4 }'
nft list map ip t m
nft add set ip t s '{ type inet_service; size 2; }'
nft add element ip t s '{ 1, 2 }'
nft add element ip t s '{ 3 }'
nft add element ip t p '{ 10.0.0.1 }'
nft add element ip t a '{ 10.0.0.0/8 }'
nft add set ip t x '{ flags interval; }'
nft add set ip t e '{ typeof ip saddr . tcp dport; comment "some words"; }'
nft list set ip t e
nft add set ip t i '{ type ifname; elements = { "lo", veth0 } }'
nft list set ip t i
nft add set ip6 t i '{ type ipv6_addr; }'
nft get element ip t a '{ 10.0.0.3 }'
nft get element ip t a '{ 10.0.0.33 }'
nft list sets ip
nft list maps
nft flush set ip t a
nft list set ip t a
nft delete set ip t a
nft list set ip t a
nft -t list ruleset
