# Numbers of namespaces seen from elsewhere.
t() { "$@"; echo "= $?"; }
ip netns add red
t ip netns list-id target-nsid 0
ip -n red netns set red 4; ip netns set red 5
t ip netns list-id target-nsid 5; t ip -n red netns list-id target-nsid 4; t ip -j netns list-id target-nsid 5; t ip -n red netns list-id target-nsid 4 nsid 4
t ip maddr add foo dev lo; t ip maddr add 01:02 dev lo
t ip -4 addr show to default; t ip addr show to default; t ip -4 addr del default dev lo
