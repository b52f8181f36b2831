# the least sizes for segmentation
for n in 0 1 192 193 257 320 321 524280 524281; do
  echo "- $n"
  ip link add va$n type veth peer name vb$n gso_max_size $n && echo peer
  ip link set lo gso_max_size $n && echo set
  ip link set lo gro_max_size $n && echo gro
  ip link set lo gso_max_segs $n && echo segs
done
