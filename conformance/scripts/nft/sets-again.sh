# Sets that are there already: which requests for them are the same.
n() {
  echo "\$ nft $*"
  nft "$@" 2>&1
  echo "= $?"
}
nft add table t
n 'add set t a { type mark; flags interval; }'
for f in 'interval' 'interval,dynamic' 'dynamic' 'interval,timeout' 'timeout' 'constant' 'interval,constant' 'constant,timeout' 'constant,dynamic' 'dynamic,timeout' 'interval,dynamic,timeout'; do n "add set t a { type mark; flags $f; }"; n "add set t new { type mark; flags $f; }"; n delete set t new; n "create set t a { type mark; flags $f; }"; n "add map t mo { type mark : counter; flags $f; }"; n delete map t mo; n "add map t mc { type mark . mark : mark; flags $f; }"; n delete map t mc; done
nft add set t b '{ type mark; flags dynamic; }'
n 'add set t b { type mark; flags interval,dynamic; }'
nft add map t o '{ type mark : counter; }'
n 'add map t o { type mark : counter; flags dynamic; }'
n 'add map t o { type mark : quota; }'
n 'add map t o { type mark : mark; flags interval, dynamic; }'
nft add set t p '{ type mark; size 5; policy memory; timeout 5m; gc-interval 1m; }'
n 'add set t p { type mark; size 5; policy memory; timeout 5m; gc-interval 1m; }'
n 'add set t p { type mark; size 6; policy memory; timeout 5m; gc-interval 1m; }'
n 'add set t p { type mark; policy memory; timeout 5m; gc-interval 1m; }'
n 'add set t p { type mark; size 5; timeout 5m; gc-interval 1m; }'
n 'add set t p { type mark; size 5; policy memory; timeout 6m; gc-interval 1m; }'
n 'add set t p { type mark; size 5; policy memory; timeout 5m; gc-interval 2m; }'
n 'add set t p { type mark; size 5; policy memory; timeout 5m; }'
n 'add set t p { type mark; size 5; policy memory; timeout 5m; comment "x"; gc-interval 1m; }'
n 'add set t p { type mark; size 5; policy memory; timeout 5m; counter; gc-interval 1m; }'
n list ruleset
nft add set t q '{ type mark; counter; }'
n 'add set t q { type mark; }'
n 'add set t q { type mark; counter; }'
n 'add set t q { type mark; limit rate 1/second; }'
n 'add set t q { type mark . mark; counter; }'
nft add set t c '{ type mark . mark; flags interval; }'
n 'add set t c { type mark . mark; flags interval; }'
n 'add set t c { type mark . mark; }'
n 'add set t c { type mark . inet_service; flags interval; }'
n list ruleset
