# A source port that is still in TIME-WAIT, and what nc says of where it listens.
ip link set lo up
nc -lk -p 80 >/dev/null & p=$!
sleep 0.3
echo hello | nc -N -p 40001 127.0.0.1 80
sleep 0.1; ss -tan | grep -c TIME
nc -p 40001 -w 1 -z 127.0.0.1 80; echo "the same port again: $?"
nc -p 40001 -s 127.0.0.1 -w 1 -z 127.0.0.1 80; echo "the same port again: $?"
nc -v -p 40001 -w 1 -z 127.0.0.1 81; echo "the same port again: $?"
kill $p
timeout 1 nc -v -l -p 82; timeout 1 nc -v -l 127.0.0.1 83; timeout 1 nc -v -l -u -p 83; timeout 1 nc -6 -v -l -p 83
