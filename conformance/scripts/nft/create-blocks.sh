# what stands in the braces of create is looked at and forgotten
nft 'create table y2 { chain c { type filter hook input priority 0; accept; }; set s { type mark; elements = { 1 }; }; counter k { }; flags dormant; }'; nft list ruleset
nft 'create table y3 { }'; nft 'create chain y2 d { accept; }'; nft 'create set y2 s9 { type mark; elements = { 1 }; }';  nft 'create map y2 m9 { type mark : mark; elements = { 1 : 2 }; }'; nft list ruleset
nft 'create chain y2 b { type filter hook output priority 0; policy drop; accept; comment "x"; }'; nft list ruleset
nft 'create table bad { chain c { foo; }; }'; nft 'create table bad { chain c { jump nope; }; }'; nft 'create chain y2 e { jump nope; }'; nft list ruleset
