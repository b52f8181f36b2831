# Help is given where it is asked for; what is wrong behind that is not seen.
for p in ping arping tracepath; do for o in -hq "-h -z" -hz -zh "-z -h" "-q -h" "-V -z" "-z -V"; do echo "- $p $o"; $p $o 2>&1 | head -n 3; done; done
