# The raw form of a saved log is the log.
printf '<6>[    1.000001] first line\n<30>[    3.000000] daemon: \001\nmore\n<6>end' > log
dmesg -F log -r
dmesg -F log -r --noescape | od -c | head -n 8
dmesg -F log -r -J | head -n 4
