# The receive buffer that a preload needs is reckoned in ints.
ip link set lo up
for s in 56 65507 32768 60000; do for l in 2 100 1000 21735 30000 50000 65536; do echo "== $s $l"; ping -c 1 -W 0.1 -s $s -l $l -I 127.0.0.1 10.0.0.5 2>&1; done; done
