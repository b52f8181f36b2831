# A saved log: times, deltas, records of several lines, lines that belong to none.
printf '<6>[    1.000001] first line\n<4>[    2.500000] IPv4: martian source\n<30>[    3.000000] daemon: hello\n<14>[  100.000000] user: x\n' > log
printf '<3>[ 3700.100000] err: tab\there\n<0>[ 3700.200000] emerg\n<191>[ 3800.0] odd\nno prefix at all\n[   12.5] only time\n<6>no time\n' >> log
printf '<6>[ 3801.000000] multi\n line2\n<999>[ 3802.000000] big\n<5>[ 3803.000000] bs \\ and \001 \303\251 end\n<6>[    3.0]   blanks\n' >> log
printf '<6>x [ 3.0] y\n<6> [ 4.0] z\n<6>[abc] w\n<6>[    5.000000]close\n<6>[ 6.0] \n<6>\n<6>[    7.000000] end\n\n<7>[ 3804.000000] dbg' >> log
for options in '' -t -x '-x -t' -d '-d -t' '-d -x' '--time-format delta' '--time-format notime' '--noescape -t' '-e -d' -P -p -w -W; do
    echo "== $options"
    dmesg -F log $options
done
LC_ALL=C.UTF-8 dmesg -F log -t | grep end
dmesg -S -F log -t | head -n 1
