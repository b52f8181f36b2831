# Options that leave out what is printed, or what is done, and go together or not.
t() { echo "$*"; "$@" 2>&1; echo "= $?"; }
for o in -q -n -e -N -b -qe -nq -eN -w "-q -n" "-b -q" "-N -q"; do
  for k in tag=1 tag=x nosuch=x tag; do t sysctl $o --dry-run net.ipv4.conf.lo.$k; done
  for k in tag=2 tag=x tag= mc_forwarding=1 mc_forwarding; do t sysctl $o net.ipv4.conf.lo.$k; done
  for k in net.ipv4.route=5 net.ipv4.route.flush=1 net.ipv4.route.flush net.ipv6.conf.lo.stable_secret; do t sysctl $o $k; done
  echo net.ipv4.conf.lo.tag=3 | t sysctl $o -p -
done
t sysctl -N -q
