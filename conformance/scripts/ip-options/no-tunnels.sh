# Where there is no tunnel, the list is empty in every form.
for o in "" "-j" "-j -p" "-p" "-d -j" "-6 -j" "-4 -j" "-6 -j -p" "-o -j" "-s -j" "-s"; do for c in "tunnel" "tunnel show" "tunnel list" "tunl" ; do ip $o $c; echo "$o $c: $?"; done; done
ip -j tunnel bogus; echo $?
ip -j tunnel help 2>&1 | head -2
