# shuf and nice
shuf -i 1-5 | sort; shuf -e a b c | sort; seq 10 | shuf -n 3 | wc -l; shuf -n 0 -i 1-3; shuf -i 5-1; echo "= $?"
shuf -e; shuf -r -n 5 -e x; shuf -z -e a b | tr '\0' '\n' | sort
seq 3 > three; shuf three | sort; shuf -o out three; sort out; shuf nosuch; echo "= $?"
for o in "a b" "-i x" "-i 3" "-n x" "-i 1-2 -e a" "-i 1-3 a" "-r -e" "-q" "-n 3 -r -i 7-7" "-i 5-4" "-o /nodir/x -e a"; do shuf $o; echo "= $?"; done
shuf -i 0-99999999999 -n 2 | wc -l; printf 'a' | shuf; shuf -n 2 -n 1 -i 4-5 | wc -l
own=$(nice); more() { echo $(($("$@") - own)); }
more nice -n 5 nice; more nice -5 nice; more nice -n 5 nice -n 3 nice; more nice --adjustment=3 nice; more nice nice; nice -n 50 nice
nice -n x true; echo "= $?"; nice -n 3; echo "= $?"; nice nosuch; echo "= $?"; nice /tmp; echo "= $?"; nice -n 3 sh -c 'exit 4'; echo "= $?"; nice -z; echo "= $?"
(nice -n 3 sh -c 'sleep 0.1; nice') | sed "s/^$((own + 3))$/three more/"
