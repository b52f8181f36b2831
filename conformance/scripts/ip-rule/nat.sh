# `nat` and `map-to`: Linux has not translated addresses by routes for long, the tool still takes the words.
t() { echo "\$ $*"; "$@" 2>&1; echo "= $?"; }
for options in "" -6; do
  for words in "nat 1.2.3.4" "map-to 1.2.3.4" "nat" "nat x" "nat fd00::1" "nat default" "nat any" "nat 1.2" "nat 1.2.3.4/24" "map 1.2.3.4" "m 1.2.3.4" "na 1.2.3.4" "nat 1.2.3.4 table 9" "nat 1.2.3.4 blackhole" "from 10.0.0.0/8 nat 1.2.3.4 pref 30"; do
    t ip $options rule add $words; t ip $options -d rule; t ip $options -j rule; t ip $options rule del $words
  done
done
ip link add va type veth peer name vb; ip link set va up; ip link set vb up; ip addr add 10.0.0.1/24 dev va; ip rule add to 10.0.0.5 nat 1.2.3.4; t ip route get 10.0.0.5; t ip route get 10.0.0.6
