# A name in the file system is seen from all network namespaces; what becomes of it when it is moved, linked, removed.
clean() { sed -E 's/ +/ /g; s/ [0-9]{3,}/ N/g; s/ $//' | sort; }
ip netns add n
ip netns exec n nc -lkU s > got & n=$!
sleep 0.3
echo one | nc -NU s; echo "= $?"
ss -xa | clean
ip netns exec n ss -xa | clean
mkdir d
cd d
echo two | nc -NU ../s; echo "= $?"
ln -s ../s soft
echo three | nc -NU soft; echo "= $?"
mv ../s ../t
cd ..
nc -U s; echo "= $?"
echo five | nc -NU t; echo "= $?"
ip netns exec n ss -xa | clean
rm t
nc -U t; echo "= $?"
rm -r d
nc -U d/soft; echo "= $?"
ip netns exec n ss -xa | clean
kill $n; wait $n; cat got
ip netns exec n ss -xa | clean
# modes are those of the umask
umask 077
timeout 0.3 nc -lU private; stat -c '%a %F' private
umask 0
timeout 0.3 nc -lU public; stat -c '%a %F' public
ls -lF | sed 1d | cut -c1-10
chmod 640 private; stat -c '%a %F %s' private
ls -F
echo x > public; echo "= $?"
mkdir gone; cd gone; rmdir ../gone
nc -lU s; echo "= $?"
