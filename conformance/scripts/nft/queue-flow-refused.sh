# queue, flow, flowtables: the kernel is built without them, and nft says so
t() { echo "-- $*"; nft "$@" 2>&1; rc=$?; [ $rc = 0 ] && echo ok; }
nft add table ip t; nft add chain ip t c
t 'add flowtable ip t ft { hook ingress priority 0; devices = { lo }; }'
t 'create flowtable ip t ft { hook ingress priority filter; devices = { lo, eth1 }; counter; }'
t 'add flowtable ip t ft { hook ingress priority filter + 5; device lo; flags offload; }'
t 'add flowtable ip t ft { hook egress priority filter + 5; device lo; }'
t 'add flowtable ip t ft { priority 0; }'
t 'add flowtable ip t ft { hook ingress priority 0; }'
t 'add flowtable ip t ft'
t 'add flowtable ip t ft { }'
t 'add flowtable ip nono ft { hook ingress priority 0; devices = { lo }; }'
t 'delete flowtable ip t ft'
t 'delete flowtable ip nono ft'
t 'list flowtable ip t ft'
t 'list flowtables'
t 'list flowtables ip'
t 'delete flowtable ip t handle 5'
t 'flush flowtable ip t ft'
t 'add rule ip t c flow offload @f'
t 'add rule ip t c flow add f'
t 'add rule ip t c flow'
t 'add rule ip t c ip protocol tcp flow add @f counter'
t 'add rule ip t c queue num'
t 'add rule ip t c queue num 65536'
t 'add rule ip t c queue num 9-3'
t 'add rule ip t c queue num 3 foo'
t 'add rule ip t c queue bypass'
t 'add rule ip t c queue to 3'
t 'add rule ip t c queue flags bypass'
t 'add rule ip t c queue flags foo'
t 'add rule ip t c queue to jhash ip saddr mod 4'
t 'add rule ip t c queue to ip saddr map { 1.1.1.1 : 2 }'
t 'add rule ip t c queue flags bypass to 1-3 counter'
t 'add rule ip t c queue counter'
cat > /tmp/f1 <<'E'
table ip x {
	flowtable ft {
		hook ingress priority 0
		devices = { lo }
	}
	chain c {
		flow add @ft
	}
}
E
t -f /tmp/f1
t -j list flowtables
nft flush ruleset
for f in 'flowtable ftxx {' 'flowtable f {' 'flowtable  ft  {'; do printf "table ip x {\n\t$f\n\t}\n}\n" > /tmp/f1; nft -f /tmp/f1; done
nft add table ip t
printf "table ip t {\n\tflowtable ft {\n\t}\n}\n" > /tmp/f1; nft -f /tmp/f1
