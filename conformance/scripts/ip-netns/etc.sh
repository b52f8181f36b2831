# Files of /etc/netns/NAME stand in for those of /etc.
mkdir -p /etc/netns/red
echo "10.9.8.7 wonderland" > /etc/netns/red/hosts
ip netns add red
ip netns exec red cat /etc/hosts
grep -c wonderland /etc/hosts
ip netns exec red ping -c 1 wonderland; echo $?
ping -c 1 wonderland; echo $?
