# a program alone in the background or in a pipe: what it says last goes where it was told, too
cd /tmp
seq 3 > f & wait; echo F; cat f
seq 3 > f | cat; echo F; cat f
seq 3 >> f & wait; echo F; cat f
ls none 2> f > g & wait; echo F; cat f
printf 'echo "$1" x; exit 3' > s; chmod +x s; ./s a > f & wait $!; echo $?; cat f
nosuch > f 2>&1 & wait; cat f
(exec seq 2 > f) & wait; cat f
sh -c 'seq 4 > f'; cat f
seq 5 > f & wait; head -n 2 < f > g & wait; cat g
ip link set lo up; ping -c 2 -i 0.2 127.0.0.1 > f & wait; grep -c . f; tail -n 2 f | head -n 1 | cut -d, -f1
{ seq 2 > f; echo x; } | cat; cat f
