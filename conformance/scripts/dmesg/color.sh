# Colours by level and subsystem.
for i in 0 1 2 3 4 5 6 7; do
    echo "<$i>[    $i.000000] sub: level $i segfault at 0"
    echo "<$i>[    $i.500000] a:b:c: d :e"
    printf '<%s>[    %s.600000] two\n  lines\n' $i $i
done > log
for options in --color=always '--color=always -x' '--color=always -t' '--color=always -d' '--color=always -d -t' -L '-L=never' '--color=auto' '-L=foo' '--color=foo' '-L -r'; do
    echo "== $options"
    dmesg -F log $options | cat -v
done
