# What is left of JSON when a dump fails: an empty list, an open one, or nothing.
t() { "$@" 2>err; echo "= $?"; cat err; }
ip netns add red
for o in -j "-j -p"; do
  t ip $o netns list-id target-nsid 5; t ip $o netns list-id nsid 9; t ip $o -4 addrlabel; t ip $o -4 addrlabel flush
  t ip $o route show table 55; t ip $o link show if77; t ip $o addr show if77; t ip $o neigh get 1.1.1.1 dev lo; t ip $o route get 9.9.9.9
done
for a in "tunnel foo" "add foo:" "del fo:o" "add fd00::z/64" "tunnel fd00::1"; do t ifconfig nosuch 10.0.2.1/32 $a; done
