# answers over TCP that are none
ip link set lo up
try() {
  echo "+ $1"
  { sleep 0.5; printf "$2"; sleep 0.3; } | nc -l -N 127.0.0.1 5300 > /dev/null &
  sleep 0.2
  dig -p 5300 @127.0.0.1 +tries=1 +time=1 +nocmd +nostats +tcp ${3:-axfr} example.org 2>&1 | sed -E 's/ID [0-9]+/ID N/; s/got [0-9]+/got N/'
  echo "= ${PIPESTATUS[0]}"
  wait
}
try empty '\0\0'
try short '\0\07abcdefg'
try 'another number' '\0\035\0\01\204\0\0\01\0\0\0\0\0\0\07example\03org\0\0\374\0\01'
try half '\0\062abcdef'
try nothing ''
try 'empty, to a question' '\0\0' a
try 'short, to a question' '\0\07abcdefg' a
