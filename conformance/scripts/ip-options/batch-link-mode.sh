# Once a batch has shown links, it shows addresses only where no device is named.
ip link set lo up
ip link add v0 type veth peer name v1
ip addr add 10.0.0.1/24 dev v0
printf 'addr show lo\nlink show lo\naddr show\naddr show lo\naddr show v0\n' | ip -batch -
printf 'link\naddr\n' | ip -4 -batch -
printf 'link show nosuch\naddr show lo\n' | ip -force -batch -
for words in 'addr show help' 'addr help' 'addr add help' 'addr flush help'; do
  printf '%s\n' "$words" | ip -batch - 2>&1 | head -1
  printf '%s\n' 'link show lo' "$words" | ip -batch - 2>&1 | grep Usage
done
