# /dev/udp/HOST/PORT is a socket that bash connects
ip link set lo up
tcpdump -l -i lo -nn -c 2 udp 2>/dev/null & sleep 0.5
echo hello > /dev/udp/127.0.0.1/9999
printf '\xff\x00' > /dev/udp/localhost/discard
wait
exec 3<>/dev/udp/127.0.0.1/7; echo hi >&3; sleep 0.1; echo again >&3; echo $?
read -t 0.2 -u 3 line; echo $?
echo hi >&3; sleep 0.1; read -t 0.2 -u 3 line; echo $?
exec 3>&-
echo x > /dev/udp/10.9.9.9/1; echo $?
echo x > /dev/udp/127.0.0.1/; echo $?
echo x > /dev/udp/127.0.0.1; echo $?
echo x > /dev/udp/127.0.0.1/nosuch; echo $?
echo x > /dev/udp/::1/99; echo $?
echo x > /dev/udp/::1%lo/99; echo $?
echo x > /dev/udp/127.0.0.1/99999; echo $?
echo x > /dev/udp/127.0.0.1/0; echo $?
cat < /dev/udp/10.9.9.9/1; echo $?
sed -n 's/^Udp: //p' /proc/net/snmp | cut -d' ' -f1-4
read x < /tmp; echo $?
