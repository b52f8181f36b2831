# What a batch costs and says that turns out bad when it is through: handles are drawn twice, and all that follow in the table fail, too
nft add table ip t; nft add chain ip t o '{ type filter hook output priority 0; }'; nft add chain ip t x;  nft add chain ip t y
nft add rule ip t o jump x 
nft add rule ip t x osf name "a"
nft -a list chain ip t o
nft add rule ip t x accept
nft add rule ip t y osf name "a"
nft add rule ip t o goto y
nft add rule ip t y jump y
nft add rule ip t y accept
nft 'add rule ip t y accept; add rule ip t o osf name b; add rule ip t y drop'
nft 'add rule ip t y accept; add rule ip t o osf name "b"; add rule ip t o osf name "c"; add rule ip t y drop'
nft add rule ip t y accept
nft 'delete rule ip t y handle 1000; add rule ip t o osf name "b"'
nft add rule ip t y accept
nft 'add table ip z; add chain ip z q { type filter hook output priority 0; }; add rule ip z q osf name "x"'
nft 'add table ip z; add chain ip z q { type filter hook output priority 0; }; add rule ip z q accept'
nft 'add rule ip z q osf name "x"'
nft 'add rule ip z q accept'
nft 'add rule ip t o osf name "b"; add rule ip z q accept; add rule ip t y accept'
nft 'add rule ip t o masquerade; add rule ip t o masquerade'
nft 'add rule ip t o osf name "b"; add rule ip t o accept;  add rule ip t y osf name "c";  add rule ip t o osf name "d"; add rule ip t o accept'
nft -a list ruleset
