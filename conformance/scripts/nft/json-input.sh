# nft -j with commands in JSON: what is taken, what is refused and how
cd /tmp
n(){ echo "# $*"; nft "$@" 2>&1; echo "rc $?"; }
j(){ echo "# $1"; printf '%s' "$1" > f.json; nft -j -f f.json 2>&1; echo "rc $?"; }
T='{"nftables": ['
j '{'
j '[]'
j '{}'
j ''
j '{"nftables": {}}'
j '{"nftables": [5]}'
j '{"nftables": [{}]}'
j '{"nftables": [{"foo": {}}]}'
j '{"nftables": [{"add": {"foo": {}}}]}'
j '{"nftables": [{"add": {"table": {"family": "ip", "name": "t"}}}]}'
j '{"nftables": [{"metainfo": {"json_schema_version": 2}}, {"add": {"table": {"family": "ip", "name": "t"}}}]}'
j '{"nftables": [{"metainfo": {"json_schema_version": 1}}, {"table": {"family": "ip", "name": "t2"}}]}'
j '{"nftables": [{"add": {"table": {"family": "ipx", "name": "t"}}}]}'
j '{"nftables": [{"add": {"table": {"family": "ip"}}}]}'
j '{"nftables": [{"create": {"table": {"family": "ip", "name": "t"}}}]}'
j '{"nftables": [{"add": {"chain": {"family": "ip", "table": "t", "name": "c", "type": "filter", "hook": "input", "prio": 0, "policy": "accept"}}}, {"add": {"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 80}}, {"counter": null}, {"accept": null}]}}}]}'
j '{"nftables": [{"add": {"chain": {"family": "ip", "table": "t", "name": "cc", "type": "filter", "hook": "inputx", "prio": 0}}}]}'
j '{"nftables": [{"add": {"chain": {"family": "ip", "table": "nope", "name": "cc"}}}]}'
j '{"nftables": [{"add": {"rule": {"family": "ip", "table": "t", "chain": "nope", "expr": [{"accept": null}]}}}]}'
j '{"nftables": [{"add": {"rule": {"family": "ip", "table": "t", "chain": "c", "expr": []}}}]}'
j '{"nftables": [{"add": {"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"foo": null}]}}}]}'
j '{"nftables": [{"add": {"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"match": {"left": {"meta": {"key": "bogus"}}, "right": 5}}]}}}]}'
j '{"nftables": [{"add": {"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"match": {"op":"==","left": {"meta": {"key": "bogus"}}, "right": 5}}]}}}]}'
j '{"nftables": [{"add": {"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"match": {"op":"==","left": {"payload": {"protocol": "ip", "field": "saddr"}}, "right": "foo bar"}}]}}}]}'
j '{"nftables": [{"add": {"rule": {"family": "ip", "table": "t", "chain": "c", "expr": [{"match": {"op":"==","left": {"payload": {"protocol": "ip", "field": "xx"}}, "right": "1.2.3.4"}}]}}}]}'
j '{"nftables": [{"list": {"ruleset": null}}]}'
j '{"nftables": [{"list": {"tables": {"family": "ip"}}}]}'
j '{"nftables": [{"list": {"chain": {"family": "ip", "table": "t", "name": "c"}}}]}'
j '{"nftables": [{"list": {"table": {"family": "ip", "name": "nope"}}}]}'
j '{"nftables": [{"delete": {"chain": {"family": "ip", "table": "t", "name": "nope"}}}]}'
j '{"nftables": [{"delete": {"rule": {"family": "ip", "table": "t", "chain": "c", "handle": 99}}}]}'
j '{"nftables": [{"flush": {"ruleset": null}}]}'
n -j '{"nftables": [{"add": {"table": {"name": "cmd", "family": "ip"}}}]}'
n -j -e '{"nftables": [{"add": {"table": {"name": "cmd2", "family": "ip"}}}]}'
n -e '{"nftables": [{"add": {"table": {"name": "cmd2", "family": "ip"}}}]}'
echo '{"nftables": [{"add": {"table": {"name": "st", "family": "ip"}}}]}' | nft -j -f -
echo 'table ip plain {
}' | nft -j -f -
echo 'table ip plain {' | nft -j -f -
j '{"nftables": [{"add": {"chain": {"name": "c", "family": "ip", "table": "cmd"}}}]}'
j '{"nftables": [{"rename": {"chain": {"name": "c", "family": "ip", "table": "cmd", "newname": "d"}}}]}'
nft -j -e -f - <<X
{"nftables": [{"add": {"set": {"name": "s", "family": "ip", "table": "cmd", "type": "ipv4_addr", "flags": ["interval"], "elem": ["1.2.3.4", {"prefix": {"addr": "10.0.0.0", "len": 8}}]}}},
{"add": {"map": {"name": "m", "family": "ip", "table": "cmd", "type": ["ipv4_addr", "inet_service"], "map": "verdict", "elem": [[{"concat": ["1.2.3.4", 80]}, {"drop": null}]]}}},
{"add": {"element": {"name": "s", "family": "ip", "table": "cmd", "elem": ["9.9.9.9"]}}},
{"add": {"counter": {"name": "k", "family": "ip", "table": "cmd", "packets": 3, "bytes": 4}}},
{"add": {"quota": {"name": "q", "family": "ip", "table": "cmd", "bytes": 300, "used": 4, "inv": true}}},
{"add": {"limit": {"name": "l", "family": "ip", "table": "cmd", "rate": 300, "per": "minute", "burst": 7}}},
{"insert": {"rule": {"family": "ip", "table": "cmd", "chain": "d", "comment": "hi", "expr": [{"accept": null}]}}},
{"add": {"rule": {"family": "ip", "table": "cmd", "chain": "d", "handle": 9, "expr": [{"drop": null}]}}},
{"add": {"rule": {"family": "ip", "table": "cmd", "chain": "d", "index": 0, "expr": [{"drop": null}]}}}]}
X
nft list ruleset
nft add table ip t; nft add chain ip t c; nft add rule ip t c tcp dport 1; nft add rule ip t c tcp dport 2
echo '{"nftables": [{"insert": {"rule": {"family": "ip", "table": "t", "chain": "c", "handle": 3, "expr": [{"drop": null}]}}}]}' > /tmp/a.json; nft -j -f /tmp/a.json; echo $?; nft -a list chain ip t c
echo '{"nftables": [{"add": {"rule": {"family": "ip", "table": "t", "chain": "c", "handle": 2, "expr": [{"accept": null}]}}}]}' > /tmp/a.json; nft -j -f /tmp/a.json; echo $?; nft -a list chain ip t c
nft -j list ruleset > /tmp/b.json; nft flush ruleset; nft -j -f /tmp/b.json; echo $?; nft list ruleset
