# `ip -all netns del`: it ends at the first that can not be deleted, and says nothing of it with its status.
t() { "$@"; echo "= $?"; }
t ip -all netns del
ip netns add red; ip netns add blue; t ip -all netns del; ls /run/netns
mkdir /run/netns/dir; t ip -all netns del; ls /run/netns; rmdir /run/netns/dir
umount /run/netns 2>/dev/null; rmdir /run/netns; t ip -all netns del; t ip netns
echo >/run/netns; t ip -all netns del; t ip netns; t ip netns del x; t ip netns add y
