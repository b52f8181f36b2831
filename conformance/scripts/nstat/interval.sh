# The time constant of a daemon is read, and means nothing without one.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
export NSTAT_HISTORY=/tmp/history
t nstat -t 0 -h
t nstat -h -t 0
t nstat -x -t 0
t nstat -t 0 -x
t nstat -V -t 0
t nstat -t 1 -V
t nstat -d 0 -t 0
t nstat -v
t nstat -? 
t nstat -t 2147483648
t nstat -t ' 5'
t nstat -t +5
t nstat -t 0x5
t nstat -t 4294967297
t nstat -t -5
t nstat -t 0.5
t nstat -t 4294967296
t nstat -t x
t nstat --interval 5
t nstat --interval=x
t nstat -t ''
