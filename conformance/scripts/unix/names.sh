# nc -lU takes a name that is there already; which words go with -U; names that are too long, or of something else.
nc -lU s > got & sleep 0.3
echo one | nc -NU s; wait; cat got
nc -lU s > got & sleep 0.3
echo two | nc -NU s; wait; cat got
nc -lvU s > got 2> said & sleep 0.3
echo three | nc -vNU s; echo "= $?"; wait; cat got said
echo text > file
timeout 0.5 nc -lU file; echo "= $?"; stat -c %F file
mkdir dir
timeout 0.5 nc -lU dir; echo "= $?"; stat -c %F dir
timeout 0.5 nc -lkU s; echo "= $?"; stat -c %F s
rm file; echo > file
echo x | nc -U file; echo "= $?"
echo x | nc -uU file; echo "= $?"
echo x | nc -U nosuch; echo "= $?"
echo x | nc -uU nosuch; echo "= $?"
echo x | nc -uU s; echo "= $?"
nc -lU s & n=$!
sleep 0.3
echo x | nc -uU s; echo "= $?"
kill $n
wait $n; echo "= $?"
nc -lU; echo "= $?"
nc -U s 80; echo "= $?"
nc -U s 80 81; echo "= $?"
nc -lU s 80; echo "= $?"
nc -kU s; echo "= $?"
nc -lzU s; echo "= $?"
nc -zU s; echo "= $?"
nc -U -s x s; echo "= $?"
timeout 0.3 nc -lU -s name; echo "= $?"
nc -U -s x s 2>&1 | head -1
nc -lU -s x s 2>&1 | head -1
nc -lU -s x s 5 2>&1 | head -1
nc -lU -p 7 s 2>&1 | head -1
nc -U -p 7 s 2>&1 | head -1
nc -U 2>&1 | head -1
nc -lU ""; echo "= $?"
nc -U ""; echo "= $?"
nc -uU -s own "" ; echo "= $?"
L=$(printf %0107d 0)
timeout 0.3 nc -lU $L; echo "= $?"
nc -U $L 2>&1 | sed "s/$L/long/"
timeout 0.3 nc -lU 1$L; echo "= $?"
nc -U 1$L 2>&1 | sed "s/$L/long/"
nc -uU 1$L 2>&1 | sed "s/$L/long/"
ls | sed "s/$L/long/"
timeout 0.3 nc -lU @name; ls -l @name | cut -c1-10
timeout 0.3 nc -lU /nosuch/name; echo "= $?"
timeout 0.3 nc -luU /nosuch/name; echo "= $?"
