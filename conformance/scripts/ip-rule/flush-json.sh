# ip rule flush as JSON, and of families without rules.
t() { echo "\$ $*"; "$@" 2>&1; echo "= $?"; }
ip rule add from 1.2.3.4 table 9
for options in "" -j "-j -p" -s "-j -s" "-6 -j" -0 "-M -j" "-f bridge" "-j -N"; do
  for words in "" "pref 77" "table 5" "proto kernel" "from 1.2.3.4" "iif lo"; do
    t ip $options rule flush $words
    ip rule add from 1.2.3.4 table 9 pref 32000 2>&1; ip rule add from all table main pref 32766 2>&1
  done
  ip rule
done
