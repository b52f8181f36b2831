# Options that are cut short, which several begin with, and names of namespaces with a slash.
t() { echo "== $*"; "$@" 2>&1; echo "[$?]"; }
ip netns add red
ip netns add blue
mkdir /tmp/d
cd /tmp/d
for option in "- 3" - "- x" -h -hu -he -i -e -ec -H -r -R -t -ti -st -p -co -bri -ba -de -Ver -js -a -fo "-fa inet" --4 "--n red" ---d -all -echo; do
  case $option in
    -t | -ti) t ip $option addr show dev lo ;;
    *) t ip $option link show lo ;;
  esac
done
t ip -n /run/netns/red link
t ip -n ./red link show lo
t ip -n ../netns/red link show lo
t ip netns exec ./red ip netns identify
t ip netns exec /run/netns/red true
t ip netns set ./red 5
t ip netns set /run/netns/red 5
t ip netns pids ./red
t ip netns del ./red
t ip netns del /run/netns/blue
