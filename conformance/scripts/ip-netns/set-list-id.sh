# Numbers between namespaces.
ip netns add red
ip netns add blue
ip netns list-id
ip netns set red 5; echo $?
ip netns list-id
ip netns list | sort
ip netns set blue 5; echo $?
ip netns set red 6; echo $?
ip netns set blue auto; echo $?
ip netns list-id
ip netns list-id nsid 5
ip netns list-id target-nsid 5; echo $?
ip netns set red; echo $?
ip netns set red -5; echo $?
ip netns set nosuch 3; echo $?
ip netns list-id nsid x; echo $?
ip -j netns | jq -c 'sort_by(.name)'
ip -j netns list-id
ip netns del red; sleep 0.4
ip netns list-id
