# Words that may be given once: -1 counts as not given.
t() { echo "== $*"; "$@" 2>&1; echo "[$?]"; }
ip netns add red
for word in mtu qlen txqueuelen group numtxqueues numrxqueues index link-netnsid netns link-netns link master address mode gso_max_size; do
  for first in -1 4294967295 1 x; do
    for second in 5 x -1; do t ip link set v0 $word $first $word $second nosuch nosuch; done
  done
done
