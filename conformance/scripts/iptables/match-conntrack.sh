# conntrack and state: what is taken, refused, listed and found again
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
m -m conntrack --ctstate NEW,ESTABLISHED
m -m conntrack ! --ctstate INVALID
m -m conntrack --ctstate new
m -m conntrack --ctstate FOO
m -m conntrack
m -m conntrack --ctstate SNAT,DNAT,UNTRACKED,RELATED --ctdir REPLY --ctproto tcp --ctorigsrc 1.2.3.0/24 ! --ctrepldst 5.5.5.5 --ctstatus ASSURED,NONE --ctexpire 5:7
m -m conntrack --ctorigdstport 80 --ctorigsrcport 5:7 ! --ctreplsrcport 9
m -m conntrack --ctstatus NONE
m -m conntrack --ctexpire 5
m -m conntrack --ctdir FOO
m -m conntrack --ctproto 0
m -m conntrack ! --ctproto 0
m -m conntrack --ctstate NEW --ctstate NEW
m -m conntrack ! --ctdir ORIGINAL
m -m conntrack --ctorigsrc 1.1.1.1/99
m -m conntrack --ctorigdstport http
m -m state --state NEW
m -m state ! --state RELATED,ESTABLISHED
m -m state --state DNAT
m -m state
