# Times and numbers as brctl reads them: with exponents, in hexadecimal, none at all, and more than fits.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
brctl addbr br0
for v in 0x10 0X1p3 0x 0x.8 0x1p 1e 1e1 1e+ .5 5. . + - -0.02 +3 inf nan INFINITY -inf 1e30 1e18 92233720368547758 5abc " 7" 0x1.8p1 infx; do t brctl setageing br0 "$v"; cat /sys/class/net/br0/bridge/ageing_time; t brctl setfd br0 "$v"; t brctl setbridgeprio br0 "$v"; t brctl setmaxage br0 "$v";  t brctl sethello br0 "$v"; cat /sys/class/net/br0/bridge/{priority,max_age,hello_time,forward_delay}; done
