# Namespaces come, are listed, and go.
ip netns
ip netns add red; echo $?
ip netns add blue; echo $?
ip netns add red; echo $?
ip netns list | sort
ip netns ls | wc -l
ls /run/netns
ip netns del red; echo $?
ip netns del red; echo $?
ip netns delete blue; echo $?
ip netns
ip netns add; echo $?
ip netns add 'a/b'; echo $?
ip netns add .; echo $?
ip netns add ..; echo $?
ip netns add ""; echo $?
ip netns del; echo $?
ip netns frob; echo $?
