# What the kernel refuses a field for points to that field, wherever it stands: bridges track no connections before they are asked to
nft add table bridge nat
nft add chain bridge nat c
nft add set bridge nat s '{ type ct_state . pkt_type; }'
nft add set bridge nat s2 '{ type ct_state; }'
nft add rule bridge nat c ct state new
nft add rule bridge nat c update @s '{ ct state . pkttype }'
nft add rule bridge nat c update @s2 '{ ct state }'
nft add rule bridge nat c ct state . pkttype @s
nft add rule bridge nat c pkttype . ct state '{ 1 . 1 }'
nft list ruleset
