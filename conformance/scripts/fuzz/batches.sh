# Batches: what ends one, whatever -force says; dumps that the kernel does not check; a last line that goes on nowhere.
b() { printf '%s\n' "$@" 'link show lo' | ip -force -b - 2>&1 | grep -v link/; echo "= ${PIPESTATUS[1]}"; }
ip link add v0 type veth peer name v1
b 'neigh del 10.0.0.9 dev v0'; b 'neigh add 10.0.0.9 dev nosuch'; b 'neigh get 10.0.0.9 dev v0'
b 'route show table 55'; b 'route show dev nosuch'; b 'netns list-id target-nsid 5'; ip route show table 55; echo "= $?"
b 'maddr add foo dev v0'; b 'maddr del 33:33:00:00:00:09 dev v0'; b 'link set v0 vrf lo'
b 'addrlabel del prefix fd00::/64'; b 'addrlabel add label 4'; b 'addrlabel show foo'; b 'addrlabel flush foo'
b 'foo'; b 'link foo'; b '# \' 'addr show dev nosuch'; b "link 'show' \"v1\"" "link show 'v1"
printf 'link show \\\nlo\nlink show \\\n' | ip -b -; echo "= $?"
printf 'link show \\' | ip -b -; echo "= $?"
