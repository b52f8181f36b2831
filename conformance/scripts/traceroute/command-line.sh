# How options, their arguments and numbers are read.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
ip link set lo up
t traceroute -nx 127.0.0.1
t traceroute -nxq 127.0.0.1
t traceroute -xn
t traceroute -nq
t traceroute -nq1 -m 2 foo
t traceroute -nqx 127.0.0.1
t traceroute -4x6
t traceroute -m2x 127.0.0.1
t traceroute -ULx
t traceroute -UL1
t traceroute -Ux
t traceroute --foo
t traceroute --foo=1
t traceroute --x1
t traceroute --firs=1
t traceroute --first
t traceroute --first=
t traceroute --icmp=1 foo
t traceroute -I1
t traceroute -4=6
t traceroute -q= foo
t traceroute -q=3 foo
t traceroute - 127.0.0.1
t traceroute -- foo
t traceroute -n -- -x
t traceroute --
t traceroute -n --n
t traceroute ---x
t traceroute -n-x foo
t traceroute -1 foo
t traceroute -n1q foo
t traceroute --sport foo
t traceroute -qn 3 foo
t traceroute -rnI6 foo
t traceroute -rnI6m foo
t traceroute -rnI6m 3 foo
t traceroute -rnxI6m 3 foo
t traceroute -w '' foo
t traceroute -w 1,,2 foo
t traceroute -w 1, foo
t traceroute -w ,1 foo
t traceroute -w 1,x foo
t traceroute -w 1,2,3,4 foo
t traceroute -w 1.2.3 foo
t traceroute -w "1 2" foo
t traceroute -w "1 " foo
t traceroute -w " 1" foo
t traceroute -w 1e1,0x10,inf foo
t traceroute -w nan foo
t traceroute -w -1 127.0.0.1
t traceroute -w 1,-1 127.0.0.1
t traceroute -w 1,2,-1 127.0.0.1
t traceroute -w 1,2,3, 127.0.0.1
t traceroute -w 1,2,3,x 127.0.0.1
t traceroute -w 1,2,x 127.0.0.1
t traceroute -z x 127.0.0.1
t traceroute -z 1x 127.0.0.1
t traceroute -z '' 127.0.0.1
t traceroute -z 1, 127.0.0.1
t traceroute -q '' 127.0.0.1
t traceroute -q ' 1' foo
t traceroute -q 1x foo
t traceroute -q 010 foo
t traceroute -q 99999999999999999999 foo
t traceroute -q 4294967297 foo
t traceroute -w 1.2.-3 127.0.0.1
t traceroute -w 1x-2 127.0.0.1
t traceroute -w 1-2 127.0.0.1
t traceroute -w -1.2.3 127.0.0.1
t traceroute -w '-1  2' 127.0.0.1
t traceroute -w -1,2,3x4 127.0.0.1
t traceroute -w -1,2,3x 127.0.0.1
t traceroute -w -1x 127.0.0.1
t traceroute -w -1,2,nan 127.0.0.1
t traceroute -w -1.25,1e20,1e-7 127.0.0.1
t traceroute -w -1.25,123456789,inf 127.0.0.1
t traceroute -w -0.0000123,0x10,1000000 127.0.0.1
t traceroute -m -n foo
t traceroute -m -- foo
t traceroute -nm -- foo
t traceroute -m
t traceroute -Vx
t traceroute -nUL foo
t traceroute --UL
t traceroute -ULn
t traceroute -U -L
t traceroute --4
t traceroute --n
t traceroute --d
t traceroute --debug= foo
t traceroute -n -V -x foo
t traceroute -x -V foo
t traceroute foo -V
t traceroute foo 40 5 -V
t traceroute foo 40 5
t traceroute 127.0.0.1 x 5
t traceroute 127.0.0.1 40 5
t traceroute -q 99999999999999999999 127.0.0.1
t traceroute -q -99999999999999999999 127.0.0.1
t traceroute -m 1 -q 4294967297 127.0.0.1
t traceroute -f 99999999999999999999 127.0.0.1
t traceroute -f 18446744073709551616 127.0.0.1
t traceroute -f 9223372036854775808 127.0.0.1
t traceroute -f -1 127.0.0.1
t traceroute -f -18446744073709551615 127.0.0.1
t traceroute -m 99999999999999999999 127.0.0.1
t traceroute -m -1 127.0.0.1
t traceroute -m 4294967297 -q 1 127.0.0.1
t traceroute -q 3000000000 127.0.0.1
t traceroute -m 1 -q 1 127.0.0.1 99999999999999999999
t traceroute -m 1 -q 1 127.0.0.1 -99999999999999999999
t traceroute -m 1 -q 1 127.0.0.1 4294967297
t traceroute -m 1 -q 1 127.0.0.1 -- -1
t traceroute -m 1 -q 1 127.0.0.1 0x
t traceroute -m 1 -q 1 127.0.0.1 08
t traceroute -m 1 -q 1 127.0.0.1 +50
t traceroute -m 1 -q 1 127.0.0.1 ' 50'
t traceroute -m 1 -q 1 127.0.0.1 ''
t traceroute -m 1 -q 1 ''
t traceroute -z -1 127.0.0.1
t traceroute -z nan 127.0.0.1
t traceroute -z -inf 127.0.0.1
t traceroute -t 256 -q 1 -m 1 127.0.0.1
t traceroute -t -1 -q 1 -m 1 127.0.0.1
t traceroute -N -1 -q 1 -m 1 127.0.0.1
t traceroute -N 99999999999999999999 -q 1 -m 1 127.0.0.1
t traceroute -p 99999999999999999999 -q 1 -m 1 127.0.0.1
t traceroute --sport=99999999999999999999 -q 1 -m 1 127.0.0.1
t traceroute --fwmark=99999999999999999999 -q 1 -m 1 127.0.0.1
t traceroute --first 3 foo
t traceroute --interface=lo -q 1 -m 1 127.0.0.1
t traceroute6 -x1
t traceroute --=x foo
t traceroute --= foo
t traceroute -w -1,nan 127.0.0.1
t traceroute -w -1,0x1p4,0x1.8 127.0.0.1
t traceroute -w -1,0x,0x1.8 127.0.0.1
t traceroute -w -1,1e,2 127.0.0.1
t traceroute -w '-1,nan(x),2' 127.0.0.1
t traceroute -w -1,infinit,2 127.0.0.1
