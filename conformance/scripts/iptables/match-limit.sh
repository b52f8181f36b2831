# limit and statistic: what is taken, refused, listed and found again
m() {
  iptables -F T
  echo "# $*"
  iptables -A T "$@"
  echo "=$?"
  iptables -S T | tail -n +2
  iptables -L T -n | tail -n +3
  iptables -L T | tail -n +3
  iptables -C T "$@" || echo "not found"
}
iptables -N T
m -m limit --limit 5/second
m -m limit --limit 7/minute --limit-burst 20
m -m limit --limit 1/day
m -m limit --limit 10000/s
m -m limit --limit 10001/s
m -m limit --limit 0/s
m -m limit --limit x
m -m limit --limit 3/foo
m -m limit --limit 3/
m -m limit
m -m limit --limit-burst 0
m -m limit --limit-burst 10001
m ! -m limit
m -m limit ! --limit 3/s
m -m limit --limit 90/hour
m -m limit --limit 7/h
m -m limit --limit 13/min
m -m limit --limit 3
m -m statistic --mode random --probability 0.33333333349
m -m statistic --mode nth --every 3 --packet 0
m -m statistic --mode nth --every 3 --packet 2
m -m statistic --mode nth --every 3 --packet 3
m -m statistic --mode foo
m -m statistic
m -m statistic --mode random
m -m statistic --mode random --probability 1.5
m -m statistic --mode random ! --probability 0.5
m -m statistic --mode nth --every 0 --packet 0
m -m statistic --mode nth ! --every 2 --packet 1
m -m statistic --mode random --probability x
m -m statistic --probability 0.5
m -m statistic --mode random --every 4
