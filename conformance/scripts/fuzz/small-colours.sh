# Colours of small objects.
ip addr add 10.0.0.1/24 dev lo
for c in "maddr" "maddr show dev lo" "-o maddr" "-j maddr" "netconf" "-4 netconf" "-j netconf" "-4 netconf show dev lo"; do echo "# $c"; ip -c=always $c; COLORFGBG=";0" ip -c=always $c; done
