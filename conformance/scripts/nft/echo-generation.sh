# nft -e: what was done, and by whom
en() { nft -e "$@" | sed -E "s,process [0-9]+,process N,"; }
en create table x; en -a create chain x c; en add rule x c accept; en insert rule x c drop; en create set x s '{ type ipv4_addr; }'; en create element x s '{ 1.1.1.1 }'; en -j create counter x k; nft -j -e create chain x d; en add table x '{ flags dormant; }'; en delete table x
en -f - <<N
create table y
table y { chain c { type filter hook input priority 0; policy drop; accept; }; set s { type mark; elements = { 1 }; }; }
create table y2 { chain c { jump d; }; chain d { }; }
N
en 'create table z; add chain z c; flush table z; delete table z'
