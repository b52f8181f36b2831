# What the program says of a kernel without VLANs.
for words in 'vlan' 'vlan show vid 5' 'vlan show dev lo' '-s vlan' '-d vlan' 'vlan tunnelshow' 'vlan global' 'vlan global show dev lo' '-j vlan global' '-j vlan' \
  '-s -j vlan' '-d -j vlan'; do echo "# $words"; bridge $words; echo "= $?"; done
