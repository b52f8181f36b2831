# -batch and -force.
cat > batch <<'END'
# a comment
link add veth0 type veth peer name veth1

addr add 10.0.0.1/24 dev veth0
link set veth0 \
  up
link set nosuch up
link set veth1 up
END
ip -batch batch; echo $?
sleep 0.2; ip -br link | awk '{print $1, $2}'
ip link del veth0
ip -force -batch batch; echo $?
sleep 0.2; ip -br link | awk '{print $1, $2}'
echo 'addr show lo' | ip -b -; echo $?
ip -b nosuchfile; echo $?
printf 'link show lo\nfrob\nlink show lo\n' | ip -b - ; echo $?
printf 'link show lo\nlink show nosuch\n' | ip -force -o -b - ; echo $?
printf 'link show lo\0link show lo\nlink show lo # \0x\nlink show lo\0\\\n' | ip -o -b - ; echo $?
