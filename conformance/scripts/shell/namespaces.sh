# Shells in namespaces.
ip netns add red; ip netns add blue
ip netns exec red bash -c 'ip link set lo up; ip -br addr | tr -s " "'
ip netns exec blue bash <<'END'
ip -br addr | tr -s " "
x=5; echo $((x + 1))
END
ip netns exec red bash -c 'ip netns exec blue ip -br link | tr -s " "; ip netns identify'
cat > script.sh <<'END'
#!/bin/bash
echo "$0 $1 in $(ip netns identify)"
exit 6
END
chmod +x script.sh
ip netns exec red ./script.sh arg; echo $?
./script.sh; echo $?
source ./script.sh x
