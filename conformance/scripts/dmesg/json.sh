# JSON: names with -x, no time format, escapes; messages of a file are not cut off.
printf '<6>[    1.000001] first "line" \\ \001\n<30>[    3.000000] daemon: hello\n<191>[ 3800.000000] odd\n<6>[ 3801.000000] multi\n line2\n<3>[ 3802.000000] tab\there\n' > log
for options in -J '-J -x' '-J -T' '-J -d' '-J -l err' '-J -l crit' '-J -t -k'; do
    echo "== $options"
    dmesg -F log $options
done
