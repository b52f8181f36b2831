# Namespaces that come and go are told.
timeout 1.5 ip netns monitor & sleep 0.3
ip netns add red
ip netns add blue
ip netns del red
wait
