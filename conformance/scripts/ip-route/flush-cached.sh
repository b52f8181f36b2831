# What is told when nothing but the cache was flushed.
t() { echo "\$ $*"; "$@" 2>&1; echo "= $?"; }
for options in "" -s "-s -s" "-s -4" "-s -6"; do
  for words in cache cached cloned "table all cached" "cached table all" "table main cached" "table cache table all" "table all table cache" "cached table 9"; do
    t ip $options route flush $words
  done
done
