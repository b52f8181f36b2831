# How jq writes values: indentation, one line, raw, joined, ASCII and coloured; the last option of a kind counts.
cat > j.json <<'E'
{"a":[1,2.50,{"b":"é\u0001 \"x\\","c":[],"d":{},"e":[[]],"f":[{"k":true},{}]}],"z":null,"y":false,"":"ü€"}
[]
{}
"text, with: [marks] {1}"
[1]
E
try() { echo "== $*"; jq "$@" 2>&1; echo "rc $?"; }
for a in "" --tab "--indent 0" "--indent 1" "--indent 7" "--indent 8" "--indent -1" "--indent -2" "--indent x" "-c --indent 3" "--indent 3 -c" \
  "--tab -c" "-S --indent 4" "--tab --indent 3" "--indent 3 --tab" "-r --indent 1" "--indent 04" "--indent 3x" "-n --indent 2" "--indent 0 --tab" \
  -C -CM -MC "-C --indent 4" -Cc "-C --tab" -r -j -a -rc -jc -cj -Sc -Scr -s -sc -Ccs --raw-output --join-output --ascii-output \
  --compact-output --color-output --monochrome-output "--compact-output --sort-keys" "--arg x 1" "--arg --tab --indent" "--argjson x 1 --tab"; do
  try $a . j.json
  try $a '.. | strings' j.json
done
try -c '[.. | scalars]' --indent 1 j.json
try . j.json --indent
echo "[\"😀\"]" | jq -c --tab .
