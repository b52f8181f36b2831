# Who does not know a command ends the whole batch.
for o in vlan link fdb mdb monitor 'vlan global'; do printf '%s\n' "$o foo" "link help" | bridge -force -batch - 2>&1 | head -n 3; done
