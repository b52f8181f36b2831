# Streams: an early end, a slow start, long ones.
yes | head -3
seq 100000 | tail -1
(sleep 0.2; echo late) | cat; echo early
seq 10 | (read first; echo $first; cat | wc -l)
ip netns add a; ip -n a link set lo up
ip netns exec a ping -c 3 -i 0.2 127.0.0.1 | grep --line-buffered ttl | while read -r line; do echo "got ${line%%time*}"; done
ip netns exec a ping -i 0.2 127.0.0.1 | head -2 | cut -d= -f1; echo ${PIPESTATUS[@]}
echo a | { cat; echo b; } | sort -r
mkfifo pipe; (echo through > pipe) & cat pipe; wait
: | cat; echo $?
