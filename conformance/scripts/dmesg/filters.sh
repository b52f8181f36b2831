# Levels and facilities by name and number.
for i in 0 1 2 3 4 5 6 7; do echo "<$i>[    $i.000000] level $i"; done > log
for i in 1 3 7 8 9 10 11 12 23; do echo "<$((i * 8 + 6))>[   $i.000000] facility $i"; done >> log
for options in '-l err,warn' '-l ERR,Warn' '-l 0' '-l 7' '-l 1,2' '-l err -l warn' '-l err -f user' '-f kern' '-f daemon,user' '-f daemon -f user' \
    '-f 1' '-f 11' -k -u '-k -u' '-k -l info' '-l err,' '-l ,err' '-l foo' '-l foo,err' '-l err,foo' '-l warn+' '-l 8' '-l 4x' '-f kern,' '-f foo' '-f 12'; do
    echo "== $options"
    dmesg -F log -x $options
    echo "status $?"
done
echo "== empty list"
dmesg -F log -l ''
