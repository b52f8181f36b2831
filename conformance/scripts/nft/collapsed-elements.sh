# Commands one behind the other that add elements to one set are one command.
nft 'add table ip t; add set ip t s { type mark; flags interval; }; add set ip t q { type mark; }'
load() { echo "\$ $1"; printf "$1" | nft -f - 2>&1; }
load 'add element ip6 t1 s1 { 1 }\nadd element ip6 t1 s1 { 2 }\n'
load 'add element ip t s { 1-5 }\nadd element ip t s { 7 }\nadd element ip t s { 8 }\n'
load 'add element ip t q { 1 }\nadd element ip t q { nosuch }\n'
load 'create element ip t q { 5 }\ncreate element ip t q { 5 }\n'
load 'create element ip t q { 5 }\ncreate element ip t q { 6 }\n'
load 'add set ip t i { typeof ct direction; }\nadd map ip t k { type time : verdict }\n'
nft list ruleset
