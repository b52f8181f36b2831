# Some hundred KB through a stream, both ways, in the sizes that fit; a reader that is slow; one that goes away.
seq 1 60000 > numbers
wc -c < numbers
nc -lU s > got & sleep 0.3
nc -NU s < numbers; echo "= $?"
wait; cmp numbers got && echo same
nc -lNU s < numbers & sleep 0.3
nc -U s < /dev/null > got; echo "= $?"
wait; cmp numbers got && echo same
nc -lNU s < numbers > there & sleep 0.3
nc -NU s < numbers > here; echo "= $?"
wait; cmp numbers here && cmp numbers there && echo same
# a slow reader
nc -lU s | (sleep 1; wc -c) & sleep 0.3
nc -NU s < numbers
wait
# one that reads a little and ends
nc -lU s | head -c 10 & sleep 0.3
nc -NU s < numbers; echo "= $?"
wait; echo
# one after another
nc -lkU s > got & l=$!
sleep 0.3
for i in 1 2 3 4 5; do echo $i | nc -NU s; done
kill $l; wait $l
sort got
