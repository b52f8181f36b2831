# The help of every object.
for object in neigh rule netns tuntap monitor; do ip $object help; echo $?; done
