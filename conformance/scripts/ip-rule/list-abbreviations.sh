# Which words a list's filter takes abbreviated, and what the others are taken for.
t() { echo "\$ $*"; "$@"; echo "[$?]"; }
t ip rule list d lock
t ip rule list ds lock
t ip rule list dsf lock
t ip rule list dst lock
t ip rule list dsfield lock
t ip rule list to lock
t ip rule list t lock
t ip rule list tos lock
t ip rule list de lock
t ip rule list dev lock
t ip rule list i lock
t ip rule list o lock
t ip rule list p lock
t ip rule list f lock
t ip rule list fw lock
t ip rule list fwm lock
t ip rule list l lock
t ip rule list u lock
t ip rule list n lock
t ip rule list s lock
t ip rule list ip lock
t ip route add 10.0.0.0/8 f lock
t ip route add 10.0.0.0/8 fa lock
t ip route add 10.0.0.0/8 c lock
