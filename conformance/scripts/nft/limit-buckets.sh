# Limits whose bucket holds more nanoseconds than fit into 64 bits.
nft add table ip t
for x in '10 mbytes/day' '10 mbytes/hour' '1 bytes/week' '100 mbytes/minute' '1 kbytes/week' '3/week burst 4294967295 packets' '1/week burst 100 packets' '1/week burst 30501 packets' '1/week burst 30500 packets'; do nft "add limit ip t l { rate $x; }"; nft list limits; nft delete limit ip t l; done
nft 'create counter ip t k { packets 1 bytes 2; }'
