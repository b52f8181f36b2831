# What dmesg refuses.
echo '<6>[    1.000000] line' > log
: > empty
for options in -q --foo -l -n '-n foo' '-n 9' '-n 0' -s '-s foo' '-s 5k' '-s -5' '-s 99999999999' '-S -s 4000000000' '-c -C' '-D -E' '-D -n 1' '-c -r' '-r -x' '-r -t' '-r -d' '-r -e' '-r -T' '-H -r' '-S -w' '-r -l err' '-r -k' \
    '--time-format foo' --time-format foo --co --n --f --r --c --s --u '-F nofile' '-F empty' '-F /tmp' '--since foo' '--since 20261120' '--since -90' '--until 5' '--since +1' \
    '--clear=3' -V -h; do
    echo "== $options"
    dmesg -F log $options
    echo "status $?"
done
