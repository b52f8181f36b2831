# Negations, operators and numbers as they are listed.
t() { echo "\$ $*"; nft "$@" 2>&1 | head -3; }
r() { nft flush chain inet t c; t "add rule inet t c $*"; nft list chain inet t c | sed -n '3,$p' | head -1; }
nft add table inet t; nft add chain inet t c
r tcp flags ! syn,ack
r tcp flags ! syn
r ct state ! new
r ct state not new,established
r tcp flags '!= syn,ack'
r tcp flags '!= syn';  r ip dscp '! cs1'
r tcp flags '! 2'
r tcp flags '! (syn|ack)'
r tcp flags 'syn,ack / syn,ack'
r mark and 3 == 1
r cpu 3
r tcp flags '! { syn, ack }'
r tcp flags '== syn,ack'
r tcp flags 'syn,ack'
r ct state '== new,established'
r ct state '!= new,established'
r ct state '!= new'
r ether saddr 5
r ip saddr 5
r ip saddr 5/24
r ct expiration 10
r meta day 6
r meta hour 10
r meta secpath exists
r counter name '"x"'
