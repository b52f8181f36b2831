# Rules: what is checked, and in which order; which ones are listed.
t() { "$@"; echo "= $?"; }
t ip rule add dport x; t ip rule add sport x
t ip rule add uidrange 0-4294967295 goto 5; t ip rule add goto 5; t ip rule add goto 5 uidrange 3-1
t ip rule add l3mdev table 7; t ip rule add l3mdev unreachable; t ip rule add l3mdev goto 96
t ip rule add priority 92 goto 91 lo; t ip rule add protocol 255 thro
ip rule add from 10.0.0.0/8 table 7; ip rule add realms 5 table 7; ip -6 rule add realms 5 table 7
ip rule; ip -6 rule
ip rule show from 1.2.3.4/0; echo; ip rule show from 10.0.0.0/9; echo; ip rule show from 10.0.0.0/7; echo; ip rule show table 0; echo; ip -6 rule show from ::/0
t ip -0 rule show
