# What jq reads where options with values stand before its program.
try() { echo "== $*"; echo '{"a":1}' | jq "$@" 2>&1; echo "rc $?"; }
echo '{"f":2}' > f.json
try .
try --arg x y .
try --arg x y '.a, $x'
try --argjson x '[1]' -c '., $x'
try --indent 1 .
try --indent 3 . f.json
try --arg x f.json -c .
try -n --arg x y '$x'
try -c . f.json f.json
try -c --slurpfile x f.json '., $x'
try -rn '"a\tb", "c"'
try -jn '"a\tb", "c", 1'
try -c --args '[., $ARGS.positional]' f.json x
try -e .b
try -e .a
